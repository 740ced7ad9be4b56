import { describe, expect, it } from 'vitest';
import { OAuthError } from '../index.js';
import { defineGrant, definePlugin } from '../plugin.js';
import { bodyOf } from '../testing-support/requests.js';
import { serve } from '../testing-support/serve.js';
import {
  storeTicket,
  ticketClient,
  ticketForm,
  ticketGrantType,
} from '../testing-support/tickets.js';

declare module '../index.js' {
  interface OAuthEventTypes {
    /** A ticket was traded for a badge, which is no access token. */
    'ticket.badge_sent': unknown;
  }
}

/** Trades a ticket for a token that no resource server takes, so core has nothing to issue. */
const badgeGrant = defineGrant({
  name: 'badge',
  grants: {
    [ticketGrantType]: {
      async handle({ parameters, findRecord }) {
        const record = await findRecord(parameters.required('ticket'), 'ticket');
        if (record === undefined)
          throw new OAuthError('invalid_grant', { reason: 'ticket.unknown' });
        const respond = { access_token: 'a-badge', token_type: 'N_A' };
        return { respond, event: 'ticket.badge_sent', record };
      },
    },
  },
});

describe('a direct response', () => {
  const served = () => serve({ plugins: [badgeGrant], clients: [ticketClient] });

  it('is sent as the grant made it, and changes nothing in the store', async () => {
    const badges = served();
    const { text, record } = await storeTicket(badges);
    const response = await badges.token(ticketForm(text));
    expect(bodyOf(response)).toEqual({ access_token: 'a-badge', token_type: 'N_A' });
    expect(response.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect([...badges.store.records.values()]).toEqual([record]);
  });

  it("tells the operator by the grant's own event type whose record it stands on", async () => {
    const badges = served();
    const { text, record } = await storeTicket(badges);
    await badges.token(ticketForm(text));
    expect(badges.events).toMatchObject([
      {
        type: 'ticket.badge_sent',
        clientId: 'web',
        subject: 'alice',
        grantId: record.grantId,
        grantType: ticketGrantType,
      },
    ]);
  });

  it('passes no hook that is for tokens that are issued', async () => {
    const fail = () => {
      throw new TypeError('nothing is issued');
    };
    const strict = definePlugin({
      name: 'strict',
      hooks: { beforeIssue: fail, beforeTokenResponse: fail },
    });
    const badges = serve({ plugins: [badgeGrant, strict], clients: [ticketClient] });
    const { text } = await storeTicket(badges);
    expect((await badges.token(ticketForm(text))).status).toBe(200);
  });
});
