import { client, introspectingClient } from './plan.js';
import { parseBody, sendRequest } from './send-request.js';
import { forgeClaims, forgeKeyId, parseToken, type ParsedToken } from './token.js';

/** Where requests go, and by which clock. */
export interface LoadTarget {
  readonly issuer: string;
  readonly apiUrls: readonly string[];
  /** Epoch seconds. */
  readonly now: () => number;
  /** Gets each token that was issued. */
  readonly onToken: (token: ParsedToken) => void;
}

/** What came of the requests. */
export interface Tally {
  issued: number;
  /** Tokens that an API has accepted. */
  accepted: number;
  /** Tokens that introspection has called active. */
  active: number;
  /** Forgeries that an API has refused. */
  refusedForgeries: number;
  readonly failures: string[];
}

/** A load that adds to its tally while it runs. */
interface Load extends LoadTarget {
  readonly tally: Tally;
  readonly isRunning: () => boolean;
}

/**
 * Requests tokens, and shows new and older ones to all APIs and to introspection, while `isRunning`.
 * A valid token that is refused is a failure, and so is a forged one that is accepted.
 */
export async function runLoad(load: Load): Promise<void> {
  const { issuer, apiUrls, now, onToken, tally, isRunning } = load;
  const pool: ParsedToken[] = [];
  while (isRunning()) {
    const response = await sendRequest(`${issuer}/token`, {
      client,
      form: { grant_type: 'client_credentials' },
    });
    const { access_token } = parseBody(response);
    if (typeof access_token !== 'string') {
      tally.failures.push(`no token: ${response.status} ${response.body}`);
      continue;
    }
    const issued = parseToken(access_token);
    tally.issued += 1;
    onToken(issued);
    pool.push(issued);
    while ((pool[0]?.expiresAt ?? Infinity) <= now()) pool.shift();
    for (const apiUrl of apiUrls)
      for (const token of [issued, pool[0], pickToken(pool)]) await showToApi(load, apiUrl, token);
    await introspect(load, pickToken(pool));
    for (const forge of [forgeClaims, forgeKeyId]) await showForgery(load, forge(access_token));
  }
}

function pickToken(pool: readonly ParsedToken[]): ParsedToken | undefined {
  return pool[Math.floor(Math.random() * pool.length)];
}

async function showToApi(
  { now, tally }: Load,
  apiUrl: string,
  token: ParsedToken | undefined,
): Promise<void> {
  if (token === undefined) return;
  const { status, body } = await sendRequest(apiUrl, { token: token.text });
  if (status === 200) tally.accepted += 1;
  // A token may expire on the way to the API.
  else if (now() < token.expiresAt)
    tally.failures.push(`${apiUrl} ${token.kid}: ${status} ${body}`);
}

async function introspect(
  { issuer, now, tally }: Load,
  token: ParsedToken | undefined,
): Promise<void> {
  if (token === undefined) return;
  const form = { token: token.text };
  const response = await sendRequest(`${issuer}/introspect`, { client: introspectingClient, form });
  if (parseBody(response)['active'] === true) tally.active += 1;
  else if (now() < token.expiresAt) tally.failures.push(`${token.kid}: ${response.body}`);
}

async function showForgery({ apiUrls, tally }: Load, token: string): Promise<void> {
  for (const apiUrl of apiUrls) {
    const { status, body } = await sendRequest(apiUrl, { token });
    if (status === 401) tally.refusedForgeries += 1;
    else tally.failures.push(`${apiUrl} answers ${status} to a forged token: ${body}`);
  }
}
