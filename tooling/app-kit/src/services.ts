import { noteSkipped } from '@oauth/tooling/skipped';

/** A service that tests use where the machine has it. */
export interface TestService {
  /** As `TEST_SERVICES` lists it: `postgres`. */
  readonly name: string;
  /** The variable that gives its URL: `DATABASE_URL`. */
  readonly variable: string;
  /** The URLs that are tried without the variable. */
  readonly usualUrls: readonly string[];
  /** Connects and disconnects; rejects where the service does not answer. */
  readonly connect: (url: string) => Promise<unknown>;
  /** For the report of what was skipped: `store-redis: no Redis at REDIS_URL or 127.0.0.1:6379`. */
  readonly skipped: string;
}

/**
 * The first URL at which a service answers; `undefined` if there is none. Rejects instead where the
 * environment says that the service has to be there.
 */
export async function findService(service: TestService): Promise<string | undefined> {
  const given = process.env[service.variable];
  let failure: unknown;
  for (const url of given === undefined ? service.usualUrls : [given])
    try {
      await service.connect(url);
      return url;
    } catch (error) {
      failure = error;
    }
  if (isRequired(service)) throw failure;
  noteSkipped(service.skipped);
  return undefined;
}

function isRequired({ name, variable }: TestService): boolean {
  const { env } = process;
  if (env[variable] !== undefined || env['CI'] !== undefined) return true;
  return (env['TEST_SERVICES'] ?? '').split(' ').includes(name);
}
