import { describe, expect, it } from 'vitest';
import { type Hooks, OAuthError } from '../index.js';
import { defineGrant, definePlugin, parseScope } from '../plugin.js';
import { bodyOf } from '../testing-support/requests.js';
import { plain, serve, start } from '../testing-support/serve.js';
import {
  outcomeOf,
  storeTicket,
  ticketClient,
  ticketForm,
  ticketGrantType,
} from '../testing-support/tickets.js';

/** Answers a retry with what the first request got, whatever has become of the ticket. */
const forgiving = defineGrant({
  name: 'forgiving',
  grants: {
    [ticketGrantType]: {
      async handle({ parameters, findRecord }) {
        const record = await findRecord(parameters.required('ticket'), 'ticket');
        if (record === undefined)
          throw new OAuthError('invalid_grant', { reason: 'ticket.unknown' });
        const { subject, data } = record;
        if (data.spentAt !== undefined)
          return { respond: { access_token: 'as before' }, event: 'token.retried', record };
        return { subject, scope: parseScope(data.scope), consumes: record };
      },
    },
  },
});

type OnTokenPresented = NonNullable<Hooks['onTokenPresented']>;

function servePresented(...hooks: readonly OnTokenPresented[]) {
  const plugins = hooks.map((onTokenPresented, at) =>
    definePlugin({ name: `plugin ${at}`, hooks: { onTokenPresented } }),
  );
  return serve({ plugins: [forgiving, ...plugins], clients: [ticketClient] });
}

/** Takes a ticket only from a request that proves the key it is bound to, as DPoP does. */
const bound: OnTokenPresented = ({ data }, { http }) => {
  if (http.headers.get('dpop') !== data.details?.['jkt'])
    throw new OAuthError('invalid_grant', { reason: 'dpop.other_key' });
};

describe('onTokenPresented', () => {
  it('sees the record before the grant does, with request and server', async () => {
    const seen: unknown[] = [];
    const served = servePresented((record, request, server) => {
      seen.push(record.kind, request.grantType, request.client.client_id, server.issuer);
    });
    const { text } = await storeTicket(served);
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('tokens');
    expect(seen).toEqual(['ticket', ticketGrantType, 'web', 'https://auth.example']);
  });

  it('refuses a stolen ticket without spending it', async () => {
    const served = servePresented(bound);
    const data = { scope: 'read', issuedAt: 0, details: { jkt: 'key-1' } };
    const { text, record } = await storeTicket(served, { data });
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('invalid_grant');
    expect(served.store.records.get(record.id)).toEqual(record);
    expect(served.events).toMatchObject([{ type: 'request.refused', reason: 'dpop.other_key' }]);
  });

  it('refuses a retry of a spent ticket as well', async () => {
    let isStolen = false;
    const served = servePresented(() => {
      if (isStolen) throw new OAuthError('invalid_grant', { reason: 'dpop.other_key' });
    });
    const { text } = await storeTicket(served);
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('tokens');
    expect(bodyOf(await served.token(ticketForm(text)))).toEqual({ access_token: 'as before' });
    isStolen = true;
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('invalid_grant');
  });

  it('is not called for a ticket that is unknown, expired or of another kind', async () => {
    let calls = 0;
    const served = servePresented(() => {
      calls += 1;
    });
    const { text } = await storeTicket(served);
    const { text: other } = await storeTicket(served, { kind: 'coupon' });
    for (const wrong of [`${text}x`, other])
      expect(outcomeOf(await served.token(ticketForm(wrong)))).toBe('invalid_grant');
    served.pass(600);
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('invalid_grant');
    expect(calls).toBe(0);
  });

  it('passes what one plugin makes of the record to the next, and to the grant', async () => {
    const served = servePresented(
      async (record) => ({ ...record, subject: `${record.subject}@one` }),
      () => undefined,
      (record) => ({ ...record, subject: `${record.subject}@two` }),
    );
    const { text } = await storeTicket(served);
    await served.token(ticketForm(text));
    expect(served.events).toMatchObject([{ subject: 'alice@one@two' }]);
  });

  it('gets the request that onTokenRequest of a plugin returned', async () => {
    const seen: unknown[] = [];
    const rewriting = definePlugin({
      name: 'rewriting',
      hooks: {
        onTokenRequest: (request) => ({ ...request, now: request.now + 1 }),
        onTokenPresented: (_, request) => {
          seen.push(request.now);
        },
        beforeIssue: (_, request) => {
          seen.push(request.now);
        },
      },
    });
    const served = serve({ plugins: [forgiving, rewriting], clients: [ticketClient] });
    const { text } = await storeTicket(served);
    await served.token(ticketForm(text));
    expect(seen).toEqual([start + 1, start + 1]);
  });
});

it('a request that onTokenRequest returned has the scope of its own parameters', async () => {
  const capping = definePlugin({
    name: 'capping',
    hooks: {
      onTokenRequest: (request, server) => ({
        ...request,
        parameters: server.parseParameters('scope=read'),
      }),
    },
  });
  const { token } = serve({ plugins: [plain, capping] });
  const response = await token('grant_type=client_credentials&scope=read+write');
  expect(bodyOf(response)).toMatchObject({ scope: 'read' });
});
