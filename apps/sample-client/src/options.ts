import { parseArgs } from 'node:util';

/** What the command line says. */
export interface Options {
  readonly issuer: string;
  readonly api: string;
  readonly port: number;
}

export const usage = `Usage: node dist/main.js [--issuer URL] [--api URL] [--port N]

  --issuer URL  the authorization server; http://localhost:3000
  --api URL     the sample API; http://127.0.0.1:3002
  --port N      the port to listen on, of 127.0.0.1; 3001
`;

/** Reads the command line; `undefined` when it makes no sense. */
export function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        issuer: { type: 'string', default: 'http://localhost:3000' },
        api: { type: 'string', default: 'http://127.0.0.1:3002' },
        port: { type: 'string', default: '3001' },
      },
    });
    const { issuer, api, port } = values;
    if (!URL.canParse(issuer) || !URL.canParse(api) || !/^\d+$/.test(port)) return undefined;
    return { issuer, api, port: Number(port) };
  } catch {
    return undefined;
  }
}
