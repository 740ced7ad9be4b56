import { describe, expect, it } from 'vitest';
import { bearer, challengeOf, protectedApi } from '../test/protected-api.js';

const now = 2_000_000_000;

// #161
describe('a user who has to sign in again, or more strongly', () => {
  it.each([
    [
      'another class',
      { acr: 'bronze' },
      { acrValues: ['silver', 'gold'] },
      'acr_values="silver gold"',
    ],
    ['no class', {}, { acrValues: ['silver'] }, 'acr_values="silver"'],
    [
      'a class that is no text',
      { acr: ['silver'] },
      { acrValues: ['silver'] },
      'acr_values="silver"',
    ],
    ['too long ago', { auth_time: now - 301 }, { maxAge: 300 }, 'max_age="300"'],
    ['nobody knows when', {}, { maxAge: 300 }, 'max_age="300"'],
    ['a time that is no number', { auth_time: `${now}` }, { maxAge: 300 }, 'max_age="300"'],
    [
      'both',
      { acr: 'bronze', auth_time: now },
      { acrValues: ['gold'], maxAge: 0 },
      'acr_values="gold", max_age="0"',
    ],
  ])('%s', async (_, details, needed, parameters) => {
    const { refused, issue, events } = protectedApi();
    const { access } = await issue({ details: JSON.stringify(details) });
    const response = await refused(bearer(access), needed);
    expect(response.status).toBe(401);
    expect(challengeOf(response)).toContain(
      `, ${parameters}, error="insufficient_user_authentication", error_description=`,
    );
    expect(events.all).toMatchObject([{ reason: 'token.authentication', subject: 'alice' }]);
  });

  it.each([
    [{ acr: 'gold' }, { acrValues: ['silver', 'gold'] }],
    [{ auth_time: now - 300 }, { maxAge: 300 }],
    [{ auth_time: now }, { maxAge: 0 }],
    [
      { acr: 'gold', auth_time: now },
      { acrValues: ['gold'], maxAge: 60, scopes: ['read'] },
    ],
    [{}, {}],
  ])('not with %j where %j is needed', async (details, needed) => {
    const { accepted, issue } = protectedApi();
    const { access } = await issue({ details: JSON.stringify(details) });
    expect(await accepted(bearer(access), needed)).toMatchObject({ claims: details });
  });

  it('is asked for a missing scope first', async () => {
    const { refused, issue } = protectedApi();
    const { access } = await issue();
    const needed = { scopes: ['admin'], acrValues: ['gold'] };
    expect(await refused(bearer(access), needed)).toMatchObject({ status: 403 });
  });
});
