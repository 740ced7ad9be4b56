import { describe, expect, it } from 'vitest';
import {
  createServer,
  type Decision,
  type Issuance,
  issueTokens,
  OAuthError,
  type StoredRecord,
} from '../index.js';
import { defineGrant, definePlugin, parseScope } from '../plugin.js';
import { mapStore } from '../testing-support/map-store.js';
import { laggingStore, slowStore } from '../testing-support/racing-store.js';
import { bodyOf } from '../testing-support/requests.js';
import { issuer, serve, type Served } from '../testing-support/serve.js';
import {
  outcomeOf,
  race,
  storeTicket,
  ticketClient,
  ticketForm,
  ticketGrantType,
} from '../testing-support/tickets.js';

/** A third party's grant that looks at nothing: core has to see whether its record is spent. */
const careless = (decide: (record: StoredRecord) => Decision = redeem) =>
  defineGrant({
    name: 'ticket',
    grants: {
      [ticketGrantType]: {
        async handle({ parameters, findRecord }) {
          const record = await findRecord(parameters.required('ticket'), 'ticket');
          if (record === undefined)
            throw new OAuthError('invalid_grant', { reason: 'ticket.unknown' });
          return decide(record);
        },
      },
    },
  });

const redeem = (record: StoredRecord): Issuance => ({
  subject: record.subject,
  scope: parseScope(record.data.scope),
  consumes: record,
});

const clients = [ticketClient];
const plugins = [careless()];

const accessTokensOf = (store: Served['store']) =>
  [...store.records.values()].filter(({ kind }) => kind === 'access_token');

describe("a third party's single-use record", () => {
  const wins = ['invalid_grant', 'invalid_grant', 'invalid_grant', 'invalid_grant', 'tokens'];

  it('gives tokens once, however often it is presented', async () => {
    const served = serve({ plugins, clients });
    const { text } = await storeTicket(served);
    const outcomes: unknown[] = [];
    for (let times = 0; times < 5; times += 1)
      outcomes.push(outcomeOf(await served.token(ticketForm(text))));
    expect(outcomes).toEqual(['tokens', ...wins.slice(0, 4)]);
    expect(accessTokensOf(served.store)).toHaveLength(1);
    expect(served.events.at(-1)).toMatchObject({ type: 'request.refused', reason: 'record.spent' });
  });

  it.each([
    ['that answers at once', mapStore],
    ['in which all of them meet', () => slowStore(mapStore())],
    ['whose first reads are behind', () => laggingStore(slowStore(mapStore()), 5)],
  ])('gives tokens once to five requests at once, on a store %s', async (_, createStore) => {
    const store = createStore();
    const served = serve({ plugins, clients, store });
    const { text } = await storeTicket(served);
    expect(await race(5, () => served.token(ticketForm(text)))).toEqual(wins);
    expect(served.events.filter(({ type }) => type === 'token.issued')).toHaveLength(1);
  });

  it('gives tokens once where a replica never catches up', async () => {
    const store = mapStore();
    const served = serve({ plugins, clients, store: laggingStore(store, Infinity) });
    const { text } = await storeTicket(served);
    const outcomes = await race(5, () => served.token(ticketForm(text)));
    expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
    expect(accessTokensOf(store)).toHaveLength(1);
  });

  it('gives no tokens to a grant that decides again from an old copy of the record', async () => {
    const store = mapStore();
    let old: StoredRecord | undefined;
    const remembering = careless((record) => redeem((old ??= record)));
    const served = serve({ plugins: [remembering], clients, store: slowStore(store) });
    const { text } = await storeTicket(served);
    const outcomes = await race(5, () => served.token(ticketForm(text)));
    expect(outcomes.filter((outcome) => outcome === 'tokens')).toHaveLength(1);
    expect(accessTokensOf(store)).toHaveLength(1);
  });

  it('gives no tokens to a lost attempt that decides otherwise the second time', async () => {
    const store = mapStore();
    let decisions = 0;
    const wavering = careless((record) => {
      decisions += 1;
      return { scope: decisions > 2 ? ['write'] : ['read'], consumes: record };
    });
    const served = serve({ plugins: [wavering], clients, store: slowStore(store) });
    const { text } = await storeTicket(served);
    expect(await race(2, () => served.token(ticketForm(text)))).toEqual([
      'invalid_grant',
      'tokens',
    ]);
    expect(accessTokensOf(store)).toMatchObject([{ data: { scope: 'read' } }]);
  });

  it('is spent whatever a hook makes of the issuance', async () => {
    const forgetful = definePlugin({
      name: 'forgetful',
      hooks: { beforeIssue: ({ scope }) => ({ scope }) },
    });
    const served = serve({ plugins: [...plugins, forgetful], clients });
    const { text } = await storeTicket(served);
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('tokens');
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('invalid_grant');
  });

  it('stays unspent when the issuing fails', async () => {
    let isBroken = true;
    const breaking = definePlugin({
      name: 'breaking',
      hooks: {
        beforeTokenResponse: (body) => {
          if (isBroken) throw new Error('signer is down');
          return body;
        },
      },
    });
    const served = serve({ plugins: [...plugins, breaking], clients });
    const { text } = await storeTicket(served);
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('server_error');
    isBroken = false;
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('tokens');
  });

  it('gives tokens once where they are pushed', async () => {
    const store = mapStore();
    const server = createServer({ issuer, clients, plugins, store: slowStore(store) });
    const { record } = await storeTicket({ server });
    const push = () =>
      issueTokens(server, { client: ticketClient, grantType: 'push' }, redeem(record));
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, push));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(accessTokensOf(store)).toHaveLength(1);
  });
});

it('a spent record can still be answered with what the first request got', async () => {
  const retried = { access_token: 'as before' };
  const forgiving = careless((record) =>
    record.data.spentAt === undefined
      ? redeem(record)
      : { respond: retried, event: 'token.retried', record },
  );
  const served = serve({ plugins: [forgiving], clients });
  const { text } = await storeTicket(served);
  await served.token(ticketForm(text));
  expect(bodyOf(await served.token(ticketForm(text)))).toEqual(retried);
  expect(served.events.at(-1)).toMatchObject({ type: 'token.retried', subject: 'alice' });
  expect(accessTokensOf(served.store)).toHaveLength(1);
});
