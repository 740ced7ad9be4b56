import { parseArgs } from 'node:util';

/** What the command line says. */
export interface Options {
  readonly issuer: string;
  readonly port: number;
  readonly tokens: 'opaque' | 'jwt';
  /** What JWTs must name as their audience. Default: this API's URL. */
  readonly audience?: string | undefined;
}

export const usage = `Usage: node dist/main.js [--issuer URL] [--port N] [--tokens opaque|jwt] [--audience NAME]

  --issuer URL     the authorization server whose tokens are taken; http://localhost:3000
  --port N         the port to listen on, of 127.0.0.1; 3002
  --tokens KIND    opaque: ask the server about each; jwt: check signatures by its public keys
  --audience NAME  what JWTs have to name as their audience; this API's URL
`;

/** Reads the command line; `undefined` when it makes no sense. */
export function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        issuer: { type: 'string', default: 'http://localhost:3000' },
        port: { type: 'string', default: '3002' },
        tokens: { type: 'string', default: 'opaque' },
        audience: { type: 'string' },
      },
    });
    const { issuer, port, tokens, audience } = values;
    if (!URL.canParse(issuer) || !/^\d+$/.test(port)) return undefined;
    if (tokens !== 'opaque' && tokens !== 'jwt') return undefined;
    return { issuer, port: Number(port), tokens, audience };
  } catch {
    return undefined;
  }
}
