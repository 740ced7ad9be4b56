import { describe, expect, it } from 'vitest';
import {
  type Change,
  type Decision,
  OAuthError,
  type Refusal,
  type StoredRecord,
} from '../index.js';
import { defineGrant } from '../plugin.js';
import { mapStore } from '../testing-support/map-store.js';
import { slowStore } from '../testing-support/racing-store.js';
import { serve, start } from '../testing-support/serve.js';
import {
  outcomeOf,
  race,
  storeTicket,
  ticketClient,
  ticketForm,
  ticketGrantType,
} from '../testing-support/tickets.js';

const maxGuesses = 3;
const wrongPin = new OAuthError('invalid_grant', { reason: 'pin.wrong' });
const guessesOf = (record: StoredRecord | undefined) => Number(record?.data['guesses'] ?? 0);
const countGuess = (record: StoredRecord): StoredRecord => ({
  ...record,
  data: { ...record.data, guesses: guessesOf(record) + 1 },
});

/** A third party's grant that counts wrong PINs at the ticket they are for. */
function pinGrant(refuse: (record: StoredRecord) => Refusal) {
  return defineGrant({
    name: 'pin',
    grants: {
      [ticketGrantType]: {
        async handle({ parameters, findRecord }): Promise<Decision> {
          const record = await findRecord(parameters.required('ticket'), 'ticket');
          if (record === undefined || guessesOf(record) >= maxGuesses)
            throw new OAuthError('invalid_grant', { reason: 'ticket.unknown' });
          return parameters.get('pin') === '1234'
            ? { scope: ['read'], consumes: record }
            : refuse(record);
        },
      },
    },
  });
}

const counting = pinGrant((record) => ({ refuse: wrongPin, updates: [countGuess(record)] }));
const clients = [ticketClient];

function servePins(plugin = counting, isSlow = false) {
  const store = mapStore();
  const served = serve({ plugins: [plugin], clients, store: isSlow ? slowStore(store) : store });
  return {
    ...served,
    store,
    guess: (text: string, pin: string) => served.token(ticketForm(text, { pin })),
  };
}

describe('a refusal that counts wrong guesses', () => {
  it('leaves the count in the store, and the ticket usable until it is full', async () => {
    const served = servePins();
    const { text, record } = await storeTicket(served);
    expect(outcomeOf(await served.guess(text, '1'))).toBe('invalid_grant');
    expect(served.store.records.get(record.id)).toMatchObject({ version: 1, data: { guesses: 1 } });
    expect(served.store.records.size).toBe(1);
    expect(served.events).toMatchObject([{ type: 'request.refused', reason: 'pin.wrong' }]);
    expect(outcomeOf(await served.guess(text, '1234'))).toBe('tokens');
  });

  it('gives the right PIN no chance after too many wrong ones', async () => {
    const served = servePins();
    const { text } = await storeTicket(served);
    for (const pin of ['1', '2', '3'])
      expect(outcomeOf(await served.guess(text, pin))).toBe('invalid_grant');
    expect(outcomeOf(await served.guess(text, '1234'))).toBe('invalid_grant');
    expect(served.events.at(-1)?.reason).toBe('ticket.unknown');
  });

  it('counts each of three guesses that come at once', async () => {
    const served = servePins(counting, true);
    const { text, record } = await storeTicket(served);
    const outcomes = await race(3, () => served.guess(text, '1'));
    expect(outcomes).toEqual(Array(3).fill('invalid_grant'));
    expect(guessesOf(served.store.records.get(record.id))).toBe(3);
  });

  it('lets no guess of fifty that come at once go uncounted', async () => {
    const served = servePins(counting, true);
    const { text, record } = await storeTicket(served);
    await race(50, () => served.guess(text, '1'));
    const wrong = served.events.filter(({ reason }) => reason === 'pin.wrong');
    expect(wrong).toHaveLength(maxGuesses);
    expect(guessesOf(served.store.records.get(record.id))).toBe(maxGuesses);
  });
});

describe('a refusal that changes several records', () => {
  /** Counts at the ticket and at the grant's second record. */
  const countingTwice = (second: () => StoredRecord) =>
    pinGrant((record) => ({
      refuse: wrongPin,
      updates: [countGuess(record), countGuess(second())],
    }));

  it('stores all of them in one commit', async () => {
    const store = mapStore();
    const served = serve({
      clients,
      store,
      plugins: [countingTwice(() => store.records.get(other.id) ?? other)],
    });
    const { text, record } = await storeTicket(served);
    const { record: other } = await storeTicket(served, { grantId: record.grantId });
    await served.token(ticketForm(text, { pin: '1' }));
    await served.token(ticketForm(text, { pin: '1' }));
    expect([record, other].map(({ id }) => guessesOf(store.records.get(id)))).toEqual([2, 2]);
  });

  it('stores none of them when one was changed meanwhile', async () => {
    const store = mapStore();
    const served = serve({ clients, store, plugins: [countingTwice(() => other)] });
    const { text, record } = await storeTicket(served);
    const { record: other } = await storeTicket(served, { grantId: record.grantId });
    await store.commit([{ type: 'update', record: { ...other, version: 1 } }]);
    expect(outcomeOf(await served.token(ticketForm(text, { pin: '1' })))).toBe(
      'temporarily_unavailable',
    );
    expect(guessesOf(store.records.get(record.id))).toBe(0);
  });
});

describe('a refusal that ends what it refuses', () => {
  it('spends the ticket, so that the right PIN comes too late', async () => {
    const served = servePins(pinGrant((record) => ({ refuse: wrongPin, consumes: record })));
    const { text } = await storeTicket(served);
    expect(outcomeOf(await served.guess(text, '1'))).toBe('invalid_grant');
    expect(outcomeOf(await served.guess(text, '1234'))).toBe('invalid_grant');
    expect(served.events.map(({ reason }) => reason)).toEqual(['pin.wrong', 'record.spent']);
  });

  it('spends and counts in one commit, once of five at once', async () => {
    const store = mapStore();
    let commits = 0;
    const commit = async (changes: readonly Change[]) => {
      const result = await store.commit(changes);
      if (result.committed) commits += 1;
      return result;
    };
    const spending = pinGrant((record) => ({
      refuse: wrongPin,
      consumes: record,
      updates: [countGuess(store.records.get(other.id) ?? other)],
    }));
    const served = serve({ clients, plugins: [spending], store: slowStore({ ...store, commit }) });
    const { text, record } = await storeTicket(served);
    const { record: other } = await storeTicket(served, { grantId: record.grantId });
    commits = 0;
    const outcomes = await race(5, () => served.token(ticketForm(text, { pin: '1' })));
    expect(new Set(outcomes).has('tokens')).toBe(false);
    expect(store.records.get(record.id)?.version).toBe(1);
    expect(guessesOf(store.records.get(other.id))).toBe(commits);
  });

  it('revokes the whole grant after the trace is stored', async () => {
    const served = servePins(
      pinGrant((record) => ({
        refuse: wrongPin,
        updates: [countGuess(record)],
        revokes: record.grantId,
      })),
    );
    const { text, record } = await storeTicket(served);
    const { text: survivor } = await storeTicket(served);
    expect(outcomeOf(await served.guess(text, '1'))).toBe('invalid_grant');
    expect(served.store.records.has(record.id)).toBe(false);
    expect(served.events).toMatchObject([
      { type: 'grant.revoked', grantId: record.grantId, reason: 'pin.wrong' },
      { type: 'request.refused', reason: 'pin.wrong' },
    ]);
    expect(outcomeOf(await served.guess(survivor, '1234'))).toBe('tokens');
  });
});

describe('a refusal that spends and updates one record', () => {
  it('stores both in one change', async () => {
    const both = pinGrant((record) => ({
      refuse: wrongPin,
      consumes: record,
      updates: [countGuess(record)],
    }));
    const { store, guess, ...served } = servePins(both);
    const { text, record } = await storeTicket(served);
    await guess(text, '0000');
    expect(store.records.get(record.id)?.data).toMatchObject({ guesses: 1, spentAt: start });
    expect(outcomeOf(await guess(text, '1234'))).toBe('invalid_grant');
  });

  it('is a server_error with a hint when it updates a record twice', async () => {
    const twice = pinGrant((record) => ({ refuse: wrongPin, updates: [record, record] }));
    const { guess, events, ...served } = servePins(twice);
    const { text } = await storeTicket(served);
    expect(outcomeOf(await guess(text, '0000'))).toBe('server_error');
    expect(events.at(-1)).toMatchObject({ reason: 'refusal.unusable' });
  });
});
