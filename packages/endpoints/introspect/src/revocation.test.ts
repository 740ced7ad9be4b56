import { describe, expect, it } from 'vitest';
import { introspectionServer } from '../test/introspection-server.js';

const inactiveResponse = { status: 200, text: '{"active":false}' };
const activeResponse = { status: 200, body: { active: true } };

// #202
describe('after a revocation', () => {
  it.each([
    ['of the user', { subject: 'alice' }, { clientId: 'other' }],
    ['of the client', { clientId: 'app' }, { subject: 'bob' }],
  ])('%s, introspection no longer shows the tokens', async (_, where, elsewhere) => {
    const { issueTokens, introspect, store } = introspectionServer();
    const { access, refresh } = await issueTokens();
    await store.revoke(elsewhere);
    for (const token of [access, refresh])
      expect(await introspect('api', token)).toMatchObject(activeResponse);
    await store.revoke(where);
    await store.revoke(elsewhere);
    for (const token of [access, refresh])
      expect(await introspect('api', token)).toMatchObject(inactiveResponse);
  });

  it('of one grant, it still shows those of another grant of that user and client', async () => {
    const { issueTokens, introspect, store, getRecord } = introspectionServer();
    const [one, two] = [await issueTokens(), await issueTokens()];
    const { grantId } = await getRecord(one.access);
    await store.revoke({ grantId });
    for (const token of [one.access, one.refresh])
      expect(await introspect('api', token)).toMatchObject(inactiveResponse);
    for (const token of [two.access, two.refresh])
      expect(await introspect('api', token)).toMatchObject(activeResponse);
    await store.revoke({ subject: 'alice' });
    expect(await introspect('api', two.access)).toMatchObject(inactiveResponse);
  });
});
