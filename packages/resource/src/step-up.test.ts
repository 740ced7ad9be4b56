import { describe, expect, it } from 'vitest';
import { bearerRequest, getChallenge, protectedApi } from '../test/protected-api.js';

const now = 2_000_000_000;

// #161
describe('the challenge for a new authentication', () => {
  it.each([
    [
      'another class',
      { acr: 'bronze' },
      { acrValues: ['silver', 'gold'] },
      'acr_values="silver gold"',
    ],
    ['no class', {}, { acrValues: ['silver'] }, 'acr_values="silver"'],
    [
      'a class that is a list',
      { acr: ['silver'] },
      { acrValues: ['silver'] },
      'acr_values="silver"',
    ],
    ['a sign-in too long ago', { auth_time: now - 301 }, { maxAge: 300 }, 'max_age="300"'],
    ['an unknown time of sign-in', {}, { maxAge: 300 }, 'max_age="300"'],
    [
      'a time of sign-in that is a string',
      { auth_time: `${now}` },
      { maxAge: 300 },
      'max_age="300"',
    ],
    [
      'another class and a sign-in too long ago',
      { acr: 'bronze', auth_time: now },
      { acrValues: ['gold'], maxAge: 0 },
      'acr_values="gold", max_age="0"',
    ],
  ])('is sent for %s', async (_, details, requirements, parameters) => {
    const { expectRefusal, issueTokens, events } = protectedApi();
    const { access } = await issueTokens({ details: JSON.stringify(details) });
    const response = await expectRefusal(bearerRequest(access), requirements);
    expect(response.status).toBe(401);
    expect(getChallenge(response)).toContain(
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
  ])('is not sent for %j where %j is required', async (details, requirements) => {
    const { expectAccess, issueTokens } = protectedApi();
    const { access } = await issueTokens({ details: JSON.stringify(details) });
    expect(await expectAccess(bearerRequest(access), requirements)).toMatchObject({
      claims: details,
    });
  });

  it('comes after the challenge for a missing scope', async () => {
    const { expectRefusal, issueTokens } = protectedApi();
    const { access } = await issueTokens();
    const requirements = { scopes: ['admin'], acrValues: ['gold'] };
    expect(await expectRefusal(bearerRequest(access), requirements)).toMatchObject({ status: 403 });
  });
});
