import { parseArgs } from 'node:util';

/** How much to measure. */
export interface Settings {
  readonly rounds: number;
  /** Length of a round. wrk knows whole seconds only. */
  readonly seconds: number;
  /** How long a server is heated after launch. */
  readonly warmUpSeconds: number;
  /** Keep-alive connections of the load. */
  readonly connections: number;
  readonly load: 'wrk' | 'autocannon' | undefined;
  /** The part to measure; `undefined` for both. */
  readonly only: 'in-process' | 'http' | undefined;
  /** Names to measure; empty for all. */
  readonly scenarios: readonly string[];
  readonly servers: readonly string[];
  /** The git revision to compare the working tree with. */
  readonly against: string | undefined;
  /** The folder of that revision's built benchmark. */
  readonly built: string | undefined;
  /** Folder for reports beside the ones of a full run, which go to `results`. */
  readonly out: string | undefined;
  /** Whether everything was measured at full length, so that it may become the shown result. */
  readonly full: boolean;
}

/** What `--help` prints. */
export const usage = `npm run bench -- [options]

  --against REV        compare the working tree with another git revision
  --quick              fewer rounds, for a first impression
  --rounds N           rounds per server (default 11; 9 with --against, 3 with --quick)
  --seconds N          seconds per round (default 1)
  --connections N      keep-alive connections (default 48)
  --only in-process|http
  --scenario NAME      only this scenario, nothing in process; may be repeated
  --server NAME        only this server and limit; may be repeated; with --against only this server
                       (default adapter-node and requireOAuth)
  --load wrk|autocannon
  --out FOLDER         write latest.md and latest.json there, or against.md with --against;
                       a full run writes to results
`;

/**
 * Reads the command line; `undefined` asks for help.
 *
 * @throws TypeError for an unknown option, RangeError for a value that makes no sense
 */
export function parseSettings(args: readonly string[]): Settings | undefined {
  const values = optionValues(args);
  if (values.help) return undefined;
  const { quick, against, built, scenario: scenarios, server: servers, out } = values;
  const only = onlyPart(values.only);
  if (only === 'in-process' && scenarios.length > 0)
    throw new RangeError('--scenario chooses what is measured over HTTP: leave --only out');
  const all = only === undefined && scenarios.length + servers.length === 0;
  return {
    rounds: whole('rounds', values.rounds) ?? defaultRounds(quick, against),
    seconds: whole('seconds', values.seconds) ?? 1,
    warmUpSeconds: quick ? 1 : 3,
    connections: whole('connections', values.connections) ?? 48,
    load: loadName(values.load),
    only,
    scenarios,
    servers,
    against,
    built,
    out,
    full: all && !quick && values.rounds === undefined && against === undefined,
  };
}

function optionValues(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      against: { type: 'string' },
      // Set by the script behind `npm run bench`.
      built: { type: 'string' },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      only: { type: 'string' },
      scenario: { type: 'string', multiple: true, default: [] },
      server: { type: 'string', multiple: true, default: [] },
      load: { type: 'string' },
      out: { type: 'string' },
    },
  });
  return values;
}

function defaultRounds(quick: boolean, against: string | undefined): number {
  if (quick) return 3;
  return against === undefined ? 11 : 9;
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new RangeError(`--${name} takes a whole number above 0`);
  return Number(text);
}

function onlyPart(text: string | undefined): Settings['only'] {
  if (text === undefined || text === 'in-process' || text === 'http') return text;
  throw new RangeError('--only takes in-process or http');
}

function loadName(text: string | undefined): Settings['load'] {
  if (text === undefined || text === 'wrk' || text === 'autocannon') return text;
  throw new RangeError('--load takes wrk or autocannon');
}
