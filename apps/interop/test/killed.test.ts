import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { sqliteStore } from '@oauth/store-sqlite';
import { callback } from './everything.js';

/** RFC 7636 appendix B. */
const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const code_challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

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

async function codeFrom({ url }: Node): Promise<string> {
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

/** The status of a redemption; `undefined` where the node was gone before it answered. */
async function redeem({ url }: Node, code: string): Promise<number | undefined> {
  const form = { grant_type: 'authorization_code', client_id: 'app', redirect_uri: callback };
  const body = new URLSearchParams({ ...form, code, code_verifier });
  const response = await fetch(`${url}/token`, { method: 'POST', body }).catch(() => undefined);
  return response?.status;
}

const store = () => sqliteStore(database, { synchronous: 'normal' });
/** How many records there are of the code's grant, which are gone then. */
const countOf = async (code: string) => store().revoke({ grantId: code.slice(0, 16) });

/** What was answered when the node is killed after so many answers. */
async function killAfter(answers: number, codes: readonly string[], node: Node) {
  let left = answers;
  let killed: Promise<unknown> | undefined;
  const statuses = await Promise.all(
    codes.map(async (code) => {
      const status = await redeem(node, code);
      left -= 1;
      if (left === 0) killed = node.kill();
      return status;
    }),
  );
  await killed;
  return statuses;
}

// #320
it('a node that is killed leaves each code whole or spent, with one chain at most', async () => {
  const [whole, spent] = [1, 3];
  let node = await startNode();
  let unanswered = 0;
  for (const answers of [1, 6, 13, 19]) {
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeFrom(node)));
    const statuses = await killAfter(answers, codes, node);
    node = await startNode();
    for (const [index, code] of codes.entries()) {
      const answered = statuses[index] !== undefined;
      if (answered) expect(statuses[index]).toBe(200);
      else unanswered += 1;
      if (index % 2 === 0) {
        // The code, and with it both tokens or none: what was answered has been kept.
        expect(answered ? [spent] : [whole, spent]).toContain(await countOf(code));
      } else {
        // A second try gets the tokens, or is told that the code is spent.
        expect(answered ? [400] : [200, 400]).toContain(await redeem(node, code));
        expect(await countOf(code)).toBe(spent);
      }
    }
  }
  expect(unanswered).toBeGreaterThan(0);
});
