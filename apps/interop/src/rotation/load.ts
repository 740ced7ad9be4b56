import { client, introspector } from './plan.js';
import { objectIn, send } from './send.js';
import { altered, ofUnknownKey, readToken, type SeenToken } from './token.js';

/** Where requests go, and by which clock. */
export interface Target {
  readonly issuer: string;
  readonly apis: readonly string[];
  /** Epoch seconds. */
  readonly now: () => number;
  /** Hears of each token that is issued. */
  readonly onToken: (token: SeenToken) => void;
}

/** What came of the requests. */
export interface Tally {
  issued: number;
  /** Tokens that an API let in. */
  accepted: number;
  /** Tokens that introspection called active. */
  active: number;
  /** Forgeries that an API refused. */
  refused: number;
  readonly failures: string[];
}

/**
 * Gets tokens and shows them, new ones and older ones, to all APIs and to introspection, until told
 * to stop. A good token that is refused is a failure, and so is a forged one that is not.
 */
export async function load(target: Target, tally: Tally, goesOn: () => boolean): Promise<void> {
  const { issuer, apis, now, onToken } = target;
  const pool: SeenToken[] = [];
  while (goesOn()) {
    const issued = await send(`${issuer}/token`, {
      client,
      form: { grant_type: 'client_credentials' },
    });
    const { access_token } = objectIn(issued);
    if (typeof access_token !== 'string') {
      tally.failures.push(`no token: ${issued.status} ${issued.body}`);
      continue;
    }
    const fresh = readToken(access_token);
    tally.issued += 1;
    onToken(fresh);
    pool.push(fresh);
    while ((pool[0]?.expiresAt ?? Infinity) <= now()) pool.shift();
    for (const api of apis)
      for (const one of [fresh, oldest(pool), anyOf(pool)]) await show(one, api, now, tally);
    await ask(anyOf(pool), issuer, now, tally);
    for (const forge of [altered, ofUnknownKey]) await forgery(forge(access_token), apis, tally);
  }
}

function oldest(pool: readonly SeenToken[]): SeenToken | undefined {
  return pool[0];
}

function anyOf(pool: readonly SeenToken[]): SeenToken | undefined {
  return pool[Math.floor(Math.random() * pool.length)];
}

type Clock = Target['now'];

async function show(
  seen: SeenToken | undefined,
  api: string,
  now: Clock,
  tally: Tally,
): Promise<void> {
  if (seen === undefined) return;
  const { status, body } = await send(api, { token: seen.token });
  if (status === 200) tally.accepted += 1;
  // It may have expired on the way.
  else if (now() < seen.expiresAt) tally.failures.push(`${api} ${seen.kid}: ${status} ${body}`);
}

async function ask(
  seen: SeenToken | undefined,
  issuer: string,
  now: Clock,
  tally: Tally,
): Promise<void> {
  if (seen === undefined) return;
  const form = { token: seen.token };
  const answer = await send(`${issuer}/introspect`, { client: introspector, form });
  if (objectIn(answer)['active'] === true) tally.active += 1;
  else if (now() < seen.expiresAt) tally.failures.push(`${seen.kid}: ${answer.body}`);
}

async function forgery(token: string, apis: readonly string[], tally: Tally): Promise<void> {
  for (const api of apis) {
    const { status, body } = await send(api, { token });
    if (status === 401) tally.refused += 1;
    else tally.failures.push(`${api} answers ${status} to a forged token: ${body}`);
  }
}
