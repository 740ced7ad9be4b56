import { parseCommandLine, readPort, readUrl } from '@oauth/app-kit/command-line';

/** Options of the command line. */
export interface Options {
  /** The authorization server. */
  readonly issuer: string;
  readonly apiUrl: string;
  /** On 127.0.0.1. */
  readonly port: number;
}

export const usage = `Usage: node dist/main.js [--issuer URL] [--api URL] [--port N]

  --issuer URL  the authorization server; http://localhost:3000
  --api URL     the sample API; http://127.0.0.1:3002
  --port N      the port to listen on, of 127.0.0.1; 3001
`;

/**
 * Reads the command line.
 *
 * @throws UsageError
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseCommandLine({
    args: [...args],
    options: {
      issuer: { type: 'string', default: 'http://localhost:3000' },
      api: { type: 'string', default: 'http://127.0.0.1:3002' },
      port: { type: 'string', default: '3001' },
    },
  });
  return {
    issuer: readUrl('--issuer', values.issuer),
    apiUrl: readUrl('--api', values.api),
    port: readPort('--port', values.port),
  };
}
