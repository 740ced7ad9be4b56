import { describe, expect, it } from 'vitest';
import type { Hooks, JsonObject, TokenClaimsSource } from '../index.js';
import { collectTokenClaims, definePlugin } from '../plugin.js';
import { plain, serve } from '../testing-support/serve.js';

type TokenClaims = NonNullable<Hooks['tokenClaims']>;

/** What an introspection endpoint or a token format of a plugin is told. */
function collect(source: Partial<TokenClaimsSource>, ...hooks: readonly TokenClaims[]) {
  const plugins = hooks.map((tokenClaims, at) =>
    definePlugin({ name: `plugin ${at}`, hooks: { tokenClaims } }),
  );
  const { server } = serve({ plugins: [plain, ...plugins] });
  const whole = { clientId: 'web', subject: 'alice', details: undefined, ...source };
  return collectTokenClaims(server.context, whole);
}

describe('token claims', () => {
  const details: JsonObject = {
    auth_time: 1,
    acr: 'urn:strong',
    amr: ['pwd'],
    act: { sub: 'desk' },
    cnf: { jkt: 'key' },
    nonce: 'for the client only',
  };

  it('tell resource servers how the user signed in and which key the token is bound to', async () => {
    const { nonce: _, ...told } = details;
    expect(await collect({ details })).toEqual({ sub: 'alice', ...told });
  });

  it('keep other details of the grant away from resource servers', async () => {
    expect(await collect({ details: { nonce: 'n', address: 'x' } })).toEqual({ sub: 'alice' });
  });

  it('are none for a token without details, where no plugin has the hook', async () => {
    expect(await collect({})).toBeUndefined();
  });

  it('are added to and taken from by plugins, each on top of the one before', async () => {
    const pairwise: TokenClaims = (claims, { subject, clientId }) => ({
      ...claims,
      sub: `${subject} at ${clientId}`,
    });
    const tenant: TokenClaims = async ({ acr: _, ...claims }, source, server) => ({
      ...claims,
      tenant: source.details?.['tenant'],
      realm: server.issuer,
    });
    const claims = await collect(
      { details: { acr: 'x', auth_time: 1, tenant: 't' } },
      pairwise,
      () => undefined,
      tenant,
    );
    expect(claims).toEqual({
      sub: 'alice at web',
      auth_time: 1,
      tenant: 't',
      realm: 'https://auth.example',
    });
  });
});

describe('a hook that forgets to build on what it gets', () => {
  const details = { cnf: { jkt: 'key' }, act: { sub: 'desk' } };

  it('does not unbind the token or hide who acts', async () => {
    const claims = await collect({ details }, () => ({ sub: 'pairwise' }));
    expect(claims).toEqual({ sub: 'pairwise', ...details });
  });

  it('adds a binding and replaces none', async () => {
    const claims = await collect({ details }, (before) => ({
      ...before,
      cnf: { jkt: 'another', 'x5t#S256': 'certificate' },
    }));
    expect(claims?.['cnf']).toEqual({ jkt: 'key', 'x5t#S256': 'certificate' });
  });
});
