import { describe, expect, it } from 'vitest';
import { type Issuance, OAuthError } from '../index.js';
import { defineGrant, definePlugin, findToken, parseScope } from '../plugin.js';
import { bodyOf, textOf } from '../testing-support/requests.js';
import { serve, start } from '../testing-support/serve.js';
import { ticketClient, ticketGrantType } from '../testing-support/tickets.js';

const resources = ['https://a.example', 'https://b.example'];

/** A third party's grant with refresh, which keeps with the grant all that was agreed to. */
const granting = defineGrant({
  name: 'granting',
  grants: {
    [ticketGrantType]: {
      handle: () => ({
        subject: 'alice',
        scope: ['read', 'write'],
        audience: resources,
        details: { acr: 'urn:strong', limit: 10 },
        refreshable: true,
      }),
    },
    refresh_token: {
      async handle({ parameters, findRecord }) {
        const record = await findRecord(parameters.required('refresh_token'), 'refresh_token');
        if (record === undefined)
          throw new OAuthError('invalid_grant', { reason: 'refresh_token.unknown' });
        const { scope, audience, details } = record.data;
        const { subject } = record;
        const kept = { subject, scope: parseScope(scope), audience, details };
        return { ...kept, consumes: record, refreshable: true };
      },
    },
  },
  refreshTokens: () => ({ expiresAt: start + 1000, data: {} }),
});

/** Narrows each access token to the resource that its own request names. */
const perResource = definePlugin({
  name: 'per-resource',
  repeatableParameters: ['resource'],
  hooks: {
    beforeIssue(issuance, { parameters }) {
      const audience = parameters.all('resource');
      return audience.length === 0
        ? issuance
        : { ...issuance, narrowed: { ...issuance.narrowed, audience } };
    },
  },
});

/** Narrows scope and details, on top of what plugins before it narrowed. */
const readOnly = definePlugin({
  name: 'read-only',
  hooks: {
    beforeIssue: (issuance) => ({
      ...issuance,
      narrowed: { ...issuance.narrowed, scope: ['read'], details: { limit: 1 } },
    }),
  },
});

const proofBound = definePlugin({
  name: 'proof-bound',
  hooks: { beforeIssue: (issuance) => ({ ...issuance, tokenType: 'DPoP' }) },
});

function serveGrant(...plugins: readonly ReturnType<typeof definePlugin>[]) {
  const served = serve({ plugins: [granting, ...plugins], clients: [ticketClient] });
  const recordOf = async (text: string) => {
    const record = await findToken(served.server.context, text);
    if (record === undefined) throw new TypeError('no record');
    return record.data;
  };
  const start = (more = {}) => served.token({ grant_type: ticketGrantType, ...more });
  const refresh = (refresh_token: string, more = {}) =>
    served.token({ grant_type: 'refresh_token', refresh_token, ...more });
  return { ...served, recordOf, start, refresh };
}

describe('a narrowed access token', () => {
  const [first = '', second = ''] = resources;

  it('has less than the refresh token beside it, in record and response', async () => {
    const { start, recordOf } = serveGrant(perResource, readOnly);
    const response = await start({ resource: first });
    expect(bodyOf(response)).toMatchObject({ scope: 'read', token_type: 'Bearer' });
    expect(await recordOf(textOf(response, 'access_token'))).toMatchObject({
      scope: 'read',
      audience: [first],
      details: { limit: 1 },
    });
    expect(await recordOf(textOf(response, 'refresh_token'))).toMatchObject({
      scope: 'read write',
      audience: resources,
      details: { acr: 'urn:strong', limit: 10 },
    });
  });

  it('takes nothing from a refresh, which may name another resource', async () => {
    const { start, refresh, recordOf } = serveGrant(perResource);
    const granted = await start({ resource: first });
    const other = await refresh(textOf(granted, 'refresh_token'), { resource: second });
    expect(await recordOf(textOf(other, 'access_token'))).toMatchObject({
      scope: 'read write',
      audience: [second],
    });
    const all = await refresh(textOf(other, 'refresh_token'));
    expect((await recordOf(textOf(all, 'access_token'))).audience).toEqual(resources);
  });

  it('keeps the rest of the grant where a plugin narrows to undefined', async () => {
    const careless = definePlugin({
      name: 'careless',
      hooks: {
        beforeIssue: (issuance) => ({
          ...issuance,
          narrowed: { scope: ['read'], audience: undefined, details: undefined },
        }),
      },
    });
    const { start, recordOf } = serveGrant(careless);
    expect(await recordOf(textOf(await start(), 'access_token'))).toMatchObject({
      scope: 'read',
      audience: resources,
      details: { limit: 10 },
    });
  });

  it('is what a token format of a plugin is told to write', async () => {
    const seen: Issuance[] = [];
    const format = definePlugin({
      name: 'format',
      accessTokenFormat: {
        create: ({ grantId, issuance }) => {
          seen.push(issuance);
          return { token: `${grantId}${'x'.repeat(30)}`, id: `${grantId}formatted` };
        },
        resolveRecordId: () => undefined,
      },
    });
    const { start } = serveGrant(perResource, readOnly, format);
    await start({ resource: first });
    expect(seen).toMatchObject([{ scope: ['read'], audience: [first], details: { limit: 1 } }]);
  });
});

describe('a token type', () => {
  it('is in the response and the record of the access token, not of the refresh token', async () => {
    const { start, recordOf } = serveGrant(proofBound);
    const response = await start();
    expect(bodyOf(response)).toMatchObject({ token_type: 'DPoP' });
    expect(await recordOf(textOf(response, 'access_token'))).toMatchObject({ tokenType: 'DPoP' });
    expect(await recordOf(textOf(response, 'refresh_token'))).not.toHaveProperty('tokenType');
  });

  it('is decided anew for each refresh', async () => {
    let isBound = true;
    const atTimes = definePlugin({
      name: 'at-times',
      hooks: {
        beforeIssue: (issuance) => (isBound ? { ...issuance, tokenType: 'DPoP' } : issuance),
      },
    });
    const { start, refresh, recordOf } = serveGrant(atTimes);
    const bound = await start();
    isBound = false;
    const response = await refresh(textOf(bound, 'refresh_token'));
    expect(bodyOf(response)).toMatchObject({ token_type: 'Bearer' });
    expect(await recordOf(textOf(response, 'access_token'))).not.toHaveProperty('tokenType');
  });

  it('of a grant is Bearer where neither grant nor plugin has one', async () => {
    const { start, recordOf } = serveGrant();
    const response = await start();
    expect(bodyOf(response)).toMatchObject({ token_type: 'Bearer' });
    expect(await recordOf(textOf(response, 'access_token'))).not.toHaveProperty('tokenType');
  });
});
