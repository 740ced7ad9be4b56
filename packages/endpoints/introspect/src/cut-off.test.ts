import { describe, expect, it } from 'vitest';
import { serve } from '../test/serve.js';

const inactive = { status: 200, text: '{"active":false}' };
const active = { status: 200, body: { active: true } };

// #202
describe('of several revocations', () => {
  it.each([
    ['the user’s', { subject: 'alice' }, { clientId: 'other' }],
    ['the client’s', { clientId: 'app' }, { subject: 'bob' }],
  ])('each ends tokens by itself: %s', async (_, where, elsewhere) => {
    const { issue, ask, store } = serve();
    const { access, refresh } = await issue();
    await store.revoke(elsewhere);
    for (const token of [access, refresh]) expect(await ask('api', token)).toMatchObject(active);
    await store.revoke(where);
    await store.revoke(elsewhere);
    for (const token of [access, refresh]) expect(await ask('api', token)).toMatchObject(inactive);
  });

  it('the grant’s ends no other grant of the same user and client', async () => {
    const { issue, ask, store, recordOf } = serve();
    const [one, two] = [await issue(), await issue()];
    const { grantId } = await recordOf(one.access);
    await store.revoke({ grantId });
    for (const token of [one.access, one.refresh])
      expect(await ask('api', token)).toMatchObject(inactive);
    for (const token of [two.access, two.refresh])
      expect(await ask('api', token)).toMatchObject(active);
    await store.revoke({ subject: 'alice' });
    expect(await ask('api', two.access)).toMatchObject(inactive);
  });
});
