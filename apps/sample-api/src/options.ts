import { parseCommandLine, readChoice, readPort, readUrl } from '@oauth/app-kit/command-line';

/** Options of the command line. */
export interface Options {
  /** The authorization server. */
  readonly issuer: string;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly tokens: 'opaque' | 'jwt';
  /** The audience that JWTs have to name. Default: the URL of this API. */
  readonly audience?: string | undefined;
}

export const usage = `Usage: node dist/main.js [--issuer URL] [--port N] [--tokens opaque|jwt] [--audience NAME]

  --issuer URL     the authorization server whose tokens the API accepts; http://localhost:3000
  --port N         the port to listen on, of 127.0.0.1; 3002
  --tokens KIND    opaque: ask the server about each; jwt: verify signatures by its public keys
  --audience NAME  the audience that JWTs have to name; the URL of this API
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
      port: { type: 'string', default: '3002' },
      tokens: { type: 'string', default: 'opaque' },
      audience: { type: 'string' },
    },
  });
  return {
    issuer: readUrl('--issuer', values.issuer),
    port: readPort('--port', values.port),
    tokens: readChoice('--tokens', values.tokens, ['opaque', 'jwt']),
    audience: values.audience,
  };
}
