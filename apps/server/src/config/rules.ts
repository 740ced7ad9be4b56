import type { Config } from './config.js';
import type { Fault } from './faults.js';
import { suggest } from './suggest.js';

/** What the schema cannot say and core does not know. */
export function ruleFaults(config: Config): Fault[] {
  return [...demoFaults(config), ...issuerFaults(config), ...clientScopeFaults(config)];
}

/** The demo's secrets are public, so nobody else may reach it. */
function demoFaults({ demo, issuer, listen }: Config): Fault[] {
  if (!demo) return [];
  const faults: Fault[] = [];
  if (!isLoopback(listen.host))
    faults.push({
      path: ['listen', 'host'],
      message: 'must be 127.0.0.1, ::1 or localhost while demo is true',
    });
  if (URL.canParse(issuer) && !isLoopback(new URL(issuer).hostname))
    faults.push({ path: ['issuer'], message: 'must be on localhost while demo is true' });
  return faults;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || host.startsWith('127.');
}

/** The identifier is compared as a string, so what looks the same must be the same. */
function issuerFaults({ issuer }: Config): Fault[] {
  if (!issuer.endsWith('/')) return [];
  return [{ path: ['issuer'], message: 'must not end with a slash' }];
}

function clientScopeFaults({ clients, scopes }: Config): Fault[] {
  const known = Object.keys(scopes);
  return clients.flatMap((client, index) =>
    (client.scope ?? '')
      .split(' ')
      .filter((scope) => scope !== '' && !known.includes(scope))
      .map((scope) => {
        const close = suggest(scope, known);
        const help = close === undefined ? 'add it there' : `did you mean ${close}?`;
        return { path: ['clients', index, 'scope'], message: `${scope} is not in scopes; ${help}` };
      }),
  );
}
