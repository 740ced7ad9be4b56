import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type Demo } from './harness/demo.js';
import { decide, faultsOf, serverUrlOf, startRun, stepsOf } from './harness/runs.js';
import { Visitor, type Seen } from './harness/visitor.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

/** Each step's title and status. */
const outline = (page: Seen): unknown[] =>
  stepsOf(page).map(({ title, status }) => [title, status]);
const browser = 0;

async function runWithUser(
  grant: string,
  fields?: Readonly<Record<string, string>>,
): Promise<Seen> {
  const visitor = new Visitor();
  const waiting = await startRun(visitor, demo, grant, fields);
  return visitor.go(await decide(visitor, waiting));
}

const discovered = ['The client asks where the endpoints are', 200];
const sentThere = ['The client sends the browser to the server', browser];
const sentBack = ['The server sends the browser back', browser];
const refused = ['The API refuses the access token', 401];

describe('the sample client runs', () => {
  it.each(['web', 'app'])(
    'the authorization code grant with PKCE, as a client of kind %s',
    async (client) => {
      const page = await runWithUser('authorization-code', { client });
      expect(outline(page)).toEqual([
        discovered,
        sentThere,
        sentBack,
        ['The client trades the code for tokens', 200],
        ['The client tries the API without a token', 401],
        ['The client reads about the API', 200],
        ['The client calls the API', 200],
        ['The client gives back what it no longer needs', 200],
        refused,
      ]);
      expect(faultsOf(page)).toEqual([]);
      const { text } = stepsOf(page)[3] ?? { text: '' };
      expect(text).toContain(`POST ${demo.issuer}/token`);
      expect(text).toContain('&code_verifier=');
      expect(text.includes('Authorization: Basic')).toBe(client === 'web');
    },
  );

  it('the refresh grant, with a repeat and a thief', async () => {
    const page = await runWithUser('refresh');
    expect(outline(page)).toEqual([
      discovered,
      sentThere,
      sentBack,
      ['The client trades the code for tokens', 200],
      ['The client refreshes', 200],
      ['The answer was lost: the client asks again', 200],
      ['The client refreshes for less', 200],
      ['The client calls the API', 200],
      ['That token is not good for everything', 403],
      ['A thief uses the spent refresh token', 400],
      refused,
    ]);
    expect(faultsOf(page)).toEqual([]);
    expect(stepsOf(page)[8]?.text).toContain('error="insufficient_scope"');
    expect(stepsOf(page)[9]?.text).toContain('"error": "invalid_grant"');
  });

  it('the client credentials grant', async () => {
    const page = await startRun(new Visitor(), demo, 'client-credentials');
    expect(outline(page)).toEqual([
      discovered,
      ['The client asks for a token', 200],
      ['The client calls the API', 200],
      ['It is not good for everything', 403],
      ['The client gives back what it no longer needs', 200],
      refused,
    ]);
    expect(faultsOf(page)).toEqual([]);
  });

  it('the implicit grant, with the address copied by hand', async () => {
    const visitor = new Visitor();
    const waiting = await startRun(visitor, demo, 'implicit');
    const address = await decide(visitor, waiting);
    expect(address).toContain('/implicit/callback#access_token=');
    const page = await visitor.submit(await visitor.go(address), { address });
    expect(outline(page)).toEqual([
      discovered,
      sentThere,
      sentBack,
      ['The client calls the API', 200],
      ['The client gives back what it no longer needs', 200],
      refused,
    ]);
    expect(faultsOf(page)).toEqual([]);
  });

  it('the password grant', async () => {
    const page = await startRun(new Visitor(), demo, 'password');
    expect(outline(page)).toEqual([
      discovered,
      ['The client sends the user’s password', 200],
      ['The client calls the API', 200],
      ['The client refreshes', 200],
      ['The client gives back what it no longer needs', 200],
      refused,
    ]);
    expect(faultsOf(page)).toEqual([]);
  });
});

describe('the page of a run', () => {
  it('names a section of a standard for each step, and shortens what is long', async () => {
    const page = await runWithUser('authorization-code');
    for (const { title, section, text } of stepsOf(page)) {
      expect(section, title).toMatch(/^rfc\d{4}#section-\d/);
      expect(text, title).not.toMatch(/(?=[\w-]*[A-Z\d])[\w-]{44}/);
    }
  });

  it('shows what the browser is about to be sent away with', async () => {
    const waiting = await startRun(new Visitor(), demo, 'authorization-code');
    const { searchParams } = new URL(serverUrlOf(waiting));
    const { state, code_challenge: challenge, ...fixed } = Object.fromEntries(searchParams);
    expect(fixed).toEqual({
      response_type: 'code',
      client_id: 'sample-web',
      redirect_uri: `${demo.client}/callback`,
      scope: 'notes.read profile',
      code_challenge_method: 'S256',
    });
    for (const secret of [state, challenge]) expect(secret).toMatch(/^[\w-]{43}$/);
    const other = await startRun(new Visitor(), demo, 'authorization-code');
    const again = new URL(serverUrlOf(other)).searchParams;
    for (const name of ['state', 'code_challenge'])
      expect(again.get(name)).not.toBe(searchParams.get(name));
  });

  it('says that the user has denied', async () => {
    const visitor = new Visitor();
    const waiting = await startRun(visitor, demo, 'authorization-code', { client: 'app' });
    const page = await visitor.go(await decide(visitor, waiting, 'deny'));
    expect(outline(page)).toEqual([discovered, sentThere, sentBack]);
    expect(faultsOf(page)).toEqual(['Stopped: The user said no, and so there is no token.']);
  });

  it('says what a wrong password is answered with', async () => {
    const page = await startRun(new Visitor(), demo, 'password', { password: 'wrong' });
    expect(outline(page)).toEqual([discovered, ['The client sends the user’s password', 400]]);
    expect(faultsOf(page)).toEqual(['Stopped: It should have been answered with 200.']);
  });

  it('says that nothing answers', async () => {
    demo.processes.api.child.kill('SIGKILL');
    await demo.processes.api.ended;
    const page = await startRun(new Visitor(), demo, 'client-credentials');
    expect(stepsOf(page)).toHaveLength(3);
    expect(faultsOf(page)[0]).toContain('Nothing answers there');
  });
});
