import { describe, expect, it } from 'vitest';
import type { Decision, StoredRecord } from '../index.js';
import { defineGrant } from '../plugin.js';
import { plain, serve, start } from '../testing-support/serve.js';
import {
  outcomeOf,
  storeTicket,
  ticketClient,
  ticketForm,
  ticketGrantType,
} from '../testing-support/tickets.js';

/** A third party's grant that checks nothing about the record it finds. */
function serveCareless(decide: (record: StoredRecord) => Decision) {
  const careless = defineGrant({
    name: 'careless',
    grants: {
      [ticketGrantType]: {
        async handle({ parameters, findRecord }) {
          const record = await findRecord(parameters.required('ticket'), 'ticket');
          return record === undefined ? { scope: [] } : decide(record);
        },
      },
    },
  });
  return serve({ plugins: [careless], clients: [ticketClient] });
}

describe('a grant that forgets to look whose record it is', () => {
  it('gives no tokens for what another client was given', async () => {
    const served = serveCareless((record) => ({ scope: ['read'], consumes: record }));
    const { text } = await storeTicket(served, { clientId: 'other' });
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('invalid_grant');
    expect(served.events.at(-1)).toMatchObject({ reason: 'record.foreign', clientId: 'web' });
  });

  it('continues no record that is spent', async () => {
    const served = serveCareless((record) => ({ scope: ['read'], continues: record }));
    const data = { scope: 'read', issuedAt: start, spentAt: start };
    const { text } = await storeTicket(served, { data });
    expect(outcomeOf(await served.token(ticketForm(text)))).toBe('invalid_grant');
    expect(served.events.at(-1)).toMatchObject({ reason: 'record.spent' });
  });
});

describe('a narrowed issuance', () => {
  it.each([{ scope: ['read', 'admin'] }, { audience: ['https://other.example'] }])(
    'cannot be wider than what was granted: %j',
    async (narrowed) => {
      const audience = ['https://api.example'];
      const served = serveCareless(() => ({ scope: ['read'], audience, narrowed }));
      const { text } = await storeTicket(served);
      expect(outcomeOf(await served.token(ticketForm(text)))).toBe('server_error');
      expect(served.events.at(-1)).toMatchObject({ reason: 'issuance.widened' });
    },
  );

  it('keeps the key that the grant is bound to', async () => {
    const details = { cnf: { jkt: 'key' } };
    const narrowed = { details: { purpose: 'one call' } };
    const served = serveCareless(() => ({ scope: ['read'], details, narrowed }));
    const { text } = await storeTicket(served);
    await served.token(ticketForm(text));
    const tokens = [...served.store.records.values()].filter(({ kind }) => kind === 'access_token');
    expect(tokens[0]?.data.details).toEqual({ ...details, ...narrowed.details });
  });
});

it('credentials of a method cannot cover what a request asks for', () => {
  const hiding = {
    name: 'hiding',
    clientAuthentication: { hidden: { parameters: ['scope'], read: () => undefined } },
  };
  expect(() => serve({ plugins: [plain, hiding] })).toThrow('plugins: hiding lists a parameter');
});
