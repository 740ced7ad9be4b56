import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type Demo } from './harness/demo.js';
import {
  decideAtServer,
  readAuthorizationUrl,
  readFaults,
  readSteps,
  startRun,
} from './harness/runs.js';
import { TestBrowser, type LoadedPage } from './harness/test-browser.js';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
});
afterAll(() => demo.stop());

/** Each step's title and status. */
const readOutline = (page: LoadedPage): unknown[] =>
  readSteps(page).map(({ title, status }) => [title, status]);

async function runWithUser(
  flow: string,
  fields?: Readonly<Record<string, string>>,
): Promise<LoadedPage> {
  const browser = new TestBrowser();
  const waiting = await startRun(browser, demo, flow, fields);
  return browser.load(await decideAtServer(browser, waiting));
}

// Requests of the browser have no status that the client sees.
const discovery = ['The client asks where the endpoints are', 200];
const authorizationRequest = ['The client sends the browser to the server', 0];
const authorizationResponse = ['The server sends the browser back', 0];
const apiRefusal = ['The API refuses the access token', 401];

describe('the sample client shows every step of', () => {
  it.each(['web', 'app'])(
    'the authorization code grant with PKCE, as a client of kind %s',
    async (client) => {
      const page = await runWithUser('authorization-code', { client });
      expect(readOutline(page)).toEqual([
        discovery,
        authorizationRequest,
        authorizationResponse,
        ['The client trades the code for tokens', 200],
        ['The client tries the API without a token', 401],
        ['The client reads about the API', 200],
        ['The client calls the API', 200],
        ['The client gives back what it no longer needs', 200],
        apiRefusal,
      ]);
      expect(readFaults(page)).toEqual([]);
      const { text } = readSteps(page)[3] ?? { text: '' };
      expect(text).toContain(`POST ${demo.issuer}/token`);
      expect(text).toContain('&code_verifier=');
      expect(text.includes('Authorization: Basic')).toBe(client === 'web');
    },
  );

  it('the refresh grant, with a retry and a thief', async () => {
    const page = await runWithUser('refresh');
    expect(readOutline(page)).toEqual([
      discovery,
      authorizationRequest,
      authorizationResponse,
      ['The client trades the code for tokens', 200],
      ['The client refreshes', 200],
      ['The answer was lost: the client asks again', 200],
      ['The client refreshes for less', 200],
      ['The client calls the API', 200],
      ['That token is not good for everything', 403],
      ['A thief uses the spent refresh token', 400],
      apiRefusal,
    ]);
    expect(readFaults(page)).toEqual([]);
    expect(readSteps(page)[8]?.text).toContain('error="insufficient_scope"');
    expect(readSteps(page)[9]?.text).toContain('"error": "invalid_grant"');
  });

  it('the client credentials grant', async () => {
    const page = await startRun(new TestBrowser(), demo, 'client-credentials');
    expect(readOutline(page)).toEqual([
      discovery,
      ['The client asks for a token', 200],
      ['The client calls the API', 200],
      ['It is not good for everything', 403],
      ['The client gives back what it no longer needs', 200],
      apiRefusal,
    ]);
    expect(readFaults(page)).toEqual([]);
  });

  it('the implicit grant, with the address copied by hand', async () => {
    const browser = new TestBrowser();
    const waiting = await startRun(browser, demo, 'implicit');
    const address = await decideAtServer(browser, waiting);
    expect(address).toContain('/implicit/callback#access_token=');
    const page = await browser.submit(await browser.load(address), { address });
    expect(readOutline(page)).toEqual([
      discovery,
      authorizationRequest,
      authorizationResponse,
      ['The client calls the API', 200],
      ['The client gives back what it no longer needs', 200],
      apiRefusal,
    ]);
    expect(readFaults(page)).toEqual([]);
  });

  it('the password grant', async () => {
    const page = await startRun(new TestBrowser(), demo, 'password');
    expect(readOutline(page)).toEqual([
      discovery,
      ['The client sends the user’s password', 200],
      ['The client calls the API', 200],
      ['The client refreshes', 200],
      ['The client gives back what it no longer needs', 200],
      apiRefusal,
    ]);
    expect(readFaults(page)).toEqual([]);
  });
});

describe('the page of a run', () => {
  it('names a section of a standard for each step, and shortens what is long', async () => {
    const page = await runWithUser('authorization-code');
    for (const { title, section, text } of readSteps(page)) {
      expect(section, title).toMatch(/^rfc\d{4}#section-\d/);
      expect(text, title).not.toMatch(/(?=[\w-]*[A-Z\d])[\w-]{44}/);
    }
  });

  it('shows the authorization request, whose state and challenge are new each time', async () => {
    const waiting = await startRun(new TestBrowser(), demo, 'authorization-code');
    const { searchParams } = new URL(readAuthorizationUrl(waiting));
    const { state, code_challenge: challenge, ...fixed } = Object.fromEntries(searchParams);
    expect(fixed).toEqual({
      response_type: 'code',
      client_id: 'sample-web',
      redirect_uri: `${demo.clientUrl}/callback`,
      scope: 'notes.read profile',
      code_challenge_method: 'S256',
    });
    for (const secret of [state, challenge]) expect(secret).toMatch(/^[\w-]{43}$/);
    const other = await startRun(new TestBrowser(), demo, 'authorization-code');
    const otherParameters = new URL(readAuthorizationUrl(other)).searchParams;
    for (const name of ['state', 'code_challenge'])
      expect(otherParameters.get(name)).not.toBe(searchParams.get(name));
  });

  it('says that the user has denied', async () => {
    const browser = new TestBrowser();
    const waiting = await startRun(browser, demo, 'authorization-code', { client: 'app' });
    const page = await browser.load(await decideAtServer(browser, waiting, 'deny'));
    expect(readOutline(page)).toEqual([discovery, authorizationRequest, authorizationResponse]);
    expect(readFaults(page)).toEqual(['Stopped: The user said no, so the client gets no token.']);
  });

  it('says that the server refuses a wrong password', async () => {
    const page = await startRun(new TestBrowser(), demo, 'password', { password: 'wrong' });
    expect(readOutline(page)).toEqual([discovery, ['The client sends the user’s password', 400]]);
    expect(readFaults(page)).toEqual(['Stopped: The status should have been 200.']);
  });

  it('says that the API does not respond', async () => {
    demo.processes.api.child.kill('SIGKILL');
    await demo.processes.api.ended;
    const page = await startRun(new TestBrowser(), demo, 'client-credentials');
    expect(readSteps(page)).toHaveLength(3);
    expect(readFaults(page)[0]).toContain('There was no response');
  });
});
