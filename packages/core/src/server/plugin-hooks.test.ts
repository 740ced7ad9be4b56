import { describe, expect, it } from 'vitest';
import { type Hooks, type HttpResponse, OAuthError } from '../index.js';
import { collectTokenClaims, defineGrant, definePlugin, json } from '../plugin.js';
import {
  app,
  authorizeUrl,
  redirectOf,
  responseTypes,
  serveAuthorization,
  usual,
} from '../testing-support/authorization.js';
import { bodyOf, post, request } from '../testing-support/requests.js';
import { storeTicket, ticketForm, ticketGrantType } from '../testing-support/tickets.js';

type Step = keyof Hooks;

const tickets = defineGrant({
  name: 'tickets',
  grants: {
    [ticketGrantType]: {
      clients: 'any',
      async handle({ parameters, findRecord }) {
        const consumes = await findRecord(parameters.required('ticket'), 'ticket');
        return { scope: ['read'], consumes };
      },
    },
  },
  endpoints: {
    claims_endpoint: {
      path: '/claims',
      methods: ['GET'],
      async handle(_, server) {
        const source = { clientId: 'app', subject: 'alice', details: undefined };
        return json(200, { ...(await collectTokenClaims(server, source)) });
      },
    },
  },
});

const clients = [{ ...app, grant_types: [...app.grant_types, ticketGrantType] }];

function serveHooks(...hooks: readonly Hooks[]) {
  const plugins = hooks.map((one, at) => definePlugin({ name: `plugin ${at}`, hooks: one }));
  const served = serveAuthorization({ plugins: [responseTypes, tickets, ...plugins], clients });
  const send: Record<string, () => Promise<HttpResponse>> = {
    authorize: () => served.send(request('GET', authorizeUrl({ ...usual, state: 's' }))),
    claims: () => served.send(request('GET', '/claims')),
    async token() {
      const { text } = await storeTicket(served, { clientId: 'app' });
      return served.send(post('/token', ticketForm(text, { client_id: 'app' })));
    },
  };
  return { ...served, run: async (step: Step) => send[requestOf[step]]?.() };
}

/** Which request passes each hook. */
const requestOf: Readonly<Record<Step, 'authorize' | 'token' | 'claims'>> = {
  readAuthorization: 'authorize',
  onAuthorizationRequest: 'authorize',
  beforeAuthorize: 'authorize',
  onDecision: 'authorize',
  beforeRedirect: 'authorize',
  onTokenRequest: 'token',
  onTokenPresented: 'token',
  beforeIssue: 'token',
  beforeTokenResponse: 'token',
  tokenClaims: 'claims',
};

const steps = Object.entries(requestOf).map(([step, sent]) => ({ step, sent }) as const);
const isStep = (name: string): name is Step => name in requestOf;

/** The error that the client sees, wherever it is sent. */
function errorOf(response: HttpResponse | undefined): unknown {
  if (response === undefined) return undefined;
  if ('Location' in response.headers) return redirectOf(response).query['error'];
  return /<small>(\w+)<\/small>/.exec(response.body)?.[1] ?? bodyOf(response)['error'];
}

it('these tests run each hook that there is', () => {
  const { hooks } = serveHooks().server.context;
  expect(Object.keys(hooks).sort()).toEqual(Object.keys(requestOf).sort());
});

describe.each(steps)('the hook $step', ({ step }) => {
  if (!isStep(step)) throw new TypeError(step);
  const cause = new Error('plugin.internal is down');
  const hook = (run: () => undefined): Hooks => ({ [step]: run });
  const later = (run: () => undefined): Hooks => ({
    [step]: async () => {
      await Promise.resolve();
      run();
    },
  });
  const fail = () => {
    throw cause;
  };
  const refuse = () => {
    throw new OAuthError('access_denied', { reason: 'test.refused', hint: 'internal hint' });
  };

  it.each([
    ['plain', hook],
    ['async', later],
  ])('changes nothing when it is %s and returns nothing, with others around it', async (_, of) => {
    const { run, events } = serveHooks(
      of(() => undefined),
      hook(() => undefined),
      of(() => undefined),
    );
    expect(errorOf(await run(step))).toBeUndefined();
    expect(events.filter(({ type }) => type.startsWith('request.'))).toEqual([]);
  });

  it.each([
    ['throws', hook],
    ['rejects', later],
  ])('that %s with any error leaks nothing and stores nothing', async (_, of) => {
    const { run, store, events } = serveHooks(of(fail));
    const response = await run(step);
    expect(errorOf(response)).toBe('server_error');
    expect(JSON.stringify(response)).not.toContain('plugin.internal');
    expect(events).toMatchObject([{ type: 'request.failed', reason: 'server.unexpected', cause }]);
    expect(
      [...store.records.values()].filter(({ version, kind }) => version > 0 || kind !== 'ticket'),
    ).toEqual([]);
  });

  it.each([
    ['throws', hook],
    ['rejects', later],
  ])('that %s with an OAuthError refuses, and its hint stays here', async (_, of) => {
    let calls = 0;
    const counting = hook(() => {
      calls += 1;
    });
    const { run, store, events } = serveHooks(of(refuse), counting);
    const response = await run(step);
    expect(errorOf(response)).toBe('access_denied');
    expect(JSON.stringify(response)).not.toContain('internal hint');
    expect(events).toMatchObject([{ reason: 'test.refused' }]);
    expect(
      [...store.records.values()].filter(({ version, kind }) => version > 0 || kind !== 'ticket'),
    ).toEqual([]);
    // Plugins after one that refuses are not called.
    expect(calls).toBe(0);
  });
});
