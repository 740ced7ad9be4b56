import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { pkcePair } from '@oauth/app-kit/pkce';
import { sqliteStore } from '@oauth/store-sqlite';
import { callback } from './full-server.js';

const { code_challenge, code_verifier } = pkcePair;
const folder = mkdtempSync(join(tmpdir(), 'oauth-killed-'));
const file = join(folder, 'tokens.db');
const entry = fileURLToPath(new URL('killed-node.mjs', import.meta.url));
const database = new Database(file);
const nodes: ChildProcess[] = [];

afterAll(() => {
  for (const node of nodes) node.kill('SIGKILL');
  database.close();
  rmSync(folder, { recursive: true });
});

interface Node {
  readonly url: string;
  readonly kill: () => Promise<unknown>;
}

async function startNode(): Promise<Node> {
  const node = fork(entry, [file, callback], { execArgv: [] });
  nodes.push(node);
  const port = await new Promise((resolve) => node.once('message', resolve));
  return {
    url: `http://127.0.0.1:${String(port)}`,
    kill() {
      const ended = once(node, 'exit');
      node.kill('SIGKILL');
      return ended;
    },
  };
}

async function requestCode({ url }: Node): Promise<string> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'app',
    redirect_uri: callback,
    code_challenge,
    code_challenge_method: 'S256',
  });
  const response = await fetch(`${url}/authorize?${query.toString()}`, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

/** Resolves to the status; `undefined` if the node was gone before it answered. */
async function redeemCode({ url }: Node, code: string): Promise<number | undefined> {
  const form = { grant_type: 'authorization_code', client_id: 'app', redirect_uri: callback };
  const body = new URLSearchParams({ ...form, code, code_verifier });
  const response = await fetch(`${url}/token`, { method: 'POST', body }).catch(() => undefined);
  return response?.status;
}

/** Revokes the grant of a code; resolves to how many records it had. */
async function revokeGrant(code: string): Promise<number> {
  const store = sqliteStore(database, { synchronous: 'normal' });
  return store.revoke({ grantId: code.slice(0, 16) });
}

/** Redeems all codes at once, and kills the node after `responses` of them; resolves to the statuses. */
async function redeemUntilKilled(node: Node, codes: readonly string[], responses: number) {
  let left = responses;
  let killed: Promise<unknown> | undefined;
  const statuses = await Promise.all(
    codes.map(async (code) => {
      const status = await redeemCode(node, code);
      left -= 1;
      if (left === 0) killed = node.kill();
      return status;
    }),
  );
  await killed;
  return statuses;
}

// #320
it('a killed node leaves each code whole or spent, with one chain of tokens at most', async () => {
  // Records of a grant: the code; the spent code and two tokens.
  const [unspent, spent] = [1, 3];
  let node = await startNode();
  let unanswered = 0;
  for (const responses of [1, 6, 13, 19]) {
    const codes = await Promise.all(Array.from({ length: 20 }, () => requestCode(node)));
    const statuses = await redeemUntilKilled(node, codes, responses);
    node = await startNode();
    for (const [index, code] of codes.entries()) {
      const answered = statuses[index] !== undefined;
      if (answered) expect(statuses[index]).toBe(200);
      else unanswered += 1;
      if (index % 2 === 0) {
        expect(answered ? [spent] : [unspent, spent]).toContain(await revokeGrant(code));
      } else {
        // A second request gets the tokens, or learns that the code is spent.
        expect(answered ? [400] : [200, 400]).toContain(await redeemCode(node, code));
        expect(await revokeGrant(code)).toBe(spent);
      }
    }
  }
  expect(unanswered).toBeGreaterThan(0);
});
