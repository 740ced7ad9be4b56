import { describe, expect, it } from 'vitest';
import { resource } from '../test/issuer.js';
import { getChallenge, protectedApi, requestWithAuthorization } from '../test/protected-api.js';
import { toySender, type ToySender } from '../test/toy-sender.js';

const dpopLike = { 'toy-key': 'k1' };
const tlsLike = { 'tls-key': 'k2' };

/** An API that knows two ways to bind tokens: `toy` by a scheme of its own, `tls` without one. */
function boundApi() {
  const toy = toySender('toy', 'Toy');
  const tls = toySender('tls');
  const api = protectedApi({ senders: { toy, tls } });
  return {
    ...api,
    toy,
    tls,
    issueBound: async (cnf: unknown) =>
      (await api.issueTokens({ details: JSON.stringify({ cnf }) })).access,
  };
}

const request = (authorization: string, headers: Record<string, string> = {}) =>
  requestWithAuthorization(authorization, { headers });

/** A request with a bound token, and the reason with which it is refused. */
interface BoundRequest {
  readonly cnf: unknown;
  readonly scheme: string;
  readonly headers: Record<string, string>;
  readonly reason: string;
}

const validRequest: BoundRequest = {
  cnf: { toy: 'k1' },
  scheme: 'Toy',
  headers: dpopLike,
  reason: 'token.sender_constrained',
};

describe('a token that is bound to a key', () => {
  it('passes with proof of its key, by the scheme of its sender constraint', async () => {
    const { expectAccess, issueBound, toy, clock } = boundApi();
    const token = await issueBound({ toy: 'k1' });
    for (const scheme of ['Toy', 'toy', 'TOY'])
      expect(await expectAccess(request(`${scheme} ${token}`, dpopLike))).toMatchObject({
        subject: 'alice',
        claims: { cnf: { toy: 'k1' } },
      });
    const now = clock.nowMs() / 1000;
    expect(toy.contexts[0]).toEqual({ token, origin: 'https://api.example', now });
  });

  it('passes by the scheme Bearer where its sender constraint has none', async () => {
    const { expectAccess, issueBound } = boundApi();
    const token = await issueBound({ tls: 'k2' });
    expect(await expectAccess(request(`Bearer ${token}`, tlsLike))).toMatchObject({
      subject: 'alice',
    });
  });

  it('passes only with proof of all keys when it is bound to several', async () => {
    const { expectAccess, expectRefusal, issueBound } = boundApi();
    const token = await issueBound({ tls: 'k2', toy: 'k1' });
    const both = { ...dpopLike, ...tlsLike };
    expect(await expectAccess(request(`Toy ${token}`, both))).toMatchObject({ subject: 'alice' });
    for (const headers of [dpopLike, tlsLike, { ...both, 'tls-key': 'k1' }])
      expect(await expectRefusal(request(`Toy ${token}`, headers))).toMatchObject({ status: 401 });
    expect(await expectRefusal(request(`Bearer ${token}`, both))).toMatchObject({ status: 401 });
  });

  // #193
  it.each<[string, Partial<BoundRequest>]>([
    ['without a proof', { headers: {} }],
    ['with proof of another key', { cnf: { toy: 'other' } }],
    ['as a bearer token', { scheme: 'Bearer', reason: 'token.scheme' }],
    [
      'by the scheme of another binding',
      { cnf: { tls: 'k2' }, headers: tlsLike, reason: 'token.scheme' },
    ],
    ['with a binding that no sender knows', { cnf: { jkt: 'k1' } }],
    ['with a binding that no sender knows beside a known one', { cnf: { toy: 'k1', jkt: 'k1' } }],
    ['with a binding that is a property of prototypes', { cnf: { constructor: 'k1' } }],
    ['with an empty cnf', { cnf: {} }],
    ['with a cnf of null', { cnf: null, scheme: 'Bearer' }],
    ['with a cnf that is text', { cnf: 'toy' }],
    ['with a key that is an object', { cnf: { toy: { k: 'k1' } } }],
  ])('is refused %s', async (_, changed) => {
    const { expectRefusal, issueBound, events } = boundApi();
    const { cnf, scheme, headers, reason } = { ...validRequest, ...changed };
    const response = await expectRefusal(request(`${scheme} ${await issueBound(cnf)}`, headers));
    expect(response.status).toBe(401);
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_token' });
    expect(events.all).toMatchObject([{ type: 'request.refused', reason, clientId: 'app' }]);
  });

  it('is refused in a form or query where its scheme is not Bearer', async () => {
    const toy = toySender('toy', 'Toy');
    const { expectRefusal, issueTokens } = protectedApi({
      senders: { toy },
      allowTokenInQuery: true,
    });
    const { access } = await issueTokens({ details: '{"cnf":{"toy":"k1"}}' });
    const inQuery = new Request(`${resource}?access_token=${access}`, { headers: dpopLike });
    expect(await expectRefusal(inQuery)).toMatchObject({ status: 401 });
  });

  it('is refused beside a second token, whatever the scheme', async () => {
    const { expectRefusal, issueBound } = boundApi();
    const token = await issueBound({ toy: 'k1' });
    const query = `?access_token=${token}`;
    const twice = requestWithAuthorization(`Toy ${token}`, { headers: dpopLike }, query);
    expect(await expectRefusal(twice)).toMatchObject({ status: 400 });
  });
});

describe('a token that is bound to no key', () => {
  it('is refused where its validator names another type than Bearer', async () => {
    const { expectAccess, expectRefusal } = protectedApi({
      validate: (token) => ({
        subject: 'alice',
        clientId: 'app',
        scopes: [],
        audience: [resource],
        expiresAt: Infinity,
        claims: {},
        tokenType: token,
      }),
    });
    expect(await expectRefusal(request('Bearer N_A'))).toMatchObject({ status: 401 });
    expect(await expectAccess(request('Bearer bearer'))).toMatchObject({ subject: 'alice' });
  });

  it('passes by the scheme Bearer, without a call of any sender constraint', async () => {
    const { expectAccess, issueTokens, toy, tls } = boundApi();
    const { access } = await issueTokens();
    expect(await expectAccess(request(`Bearer ${access}`, dpopLike))).toMatchObject({
      subject: 'alice',
    });
    expect(callCount(toy, tls)).toBe(0);
  });

  it('is refused by another scheme', async () => {
    const { expectRefusal, issueTokens, events } = boundApi();
    const { access } = await issueTokens();
    const response = await expectRefusal(request(`Toy ${access}`, dpopLike));
    expect(response.status).toBe(401);
    expect(JSON.parse(response.body)).toMatchObject({
      error_description:
        'Send this access token in the Authorization header with the scheme Bearer.',
    });
    expect(events.all).toMatchObject([{ reason: 'token.scheme' }]);
  });
});

describe('a sender constraint', () => {
  it('is not called for a token that is invalid or comes by another scheme', async () => {
    const { expectRefusal, issueBound, clock, toy, tls } = boundApi();
    const token = await issueBound({ toy: 'k1' });
    await expectRefusal(request(`Bearer ${token}`, dpopLike));
    clock.advance(3600);
    await expectRefusal(request(`Toy ${token}`, dpopLike));
    expect(callCount(toy, tls)).toBe(0);
  });

  it('refuses by throwing, with its own error and headers', async () => {
    const { expectRefusal, issueBound, events } = boundApi();
    const token = await issueBound({ toy: 'k1' });
    const response = await expectRefusal(request(`Toy ${token}`, { 'toy-key': 'malformed' }));
    expect(response).toMatchObject({ status: 401, headers: { 'toy-nonce': 'next' } });
    expect(JSON.parse(response.body)).toMatchObject({ error: 'invalid_toy_proof' });
    expect(events.all).toMatchObject([{ reason: 'toy.malformed' }]);
  });

  it('that fails makes the API answer 503', async () => {
    const broken = { ...toySender('toy', 'Toy'), prove: () => Promise.reject(new Error('down')) };
    const { expectRefusal, issueTokens } = protectedApi({ senders: { toy: broken } });
    const { access } = await issueTokens({ details: '{"cnf":{"toy":"k1"}}' });
    expect(await expectRefusal(request(`Toy ${access}`))).toMatchObject({ status: 503 });
  });

  it('adds its headers to the result and to a refusal that follows', async () => {
    const { api, expectRefusal, issueBound } = boundApi();
    const token = await issueBound({ toy: 'k1', tls: 'k2' });
    const proven = () => request(`Toy ${token}`, { ...dpopLike, ...tlsLike });
    const headers = { 'toy-nonce': 'next', 'tls-nonce': 'next' };
    expect(await api.validateProtectedResourceRequest(proven())).toMatchObject({
      ok: true,
      headers,
    });
    const response = await expectRefusal(proven(), { scopes: ['admin'] });
    expect(response).toMatchObject({ status: 403, headers });
  });

  it('adds members to the metadata document, and replaces none', async () => {
    const { api } = boundApi();
    const { body } = await api.handle(new Request(api.url));
    expect(JSON.parse(body)).toMatchObject({ resource, toy_supported: true, tls_supported: true });
  });
});

describe('the challenges of an API with sender constraints', () => {
  const common = `realm="${resource}", resource_metadata="https://api.example/.well-known/oauth-protected-resource/v1"`;
  const bearer = `Bearer ${common}, tls_algs="A B"`;
  const toy = `Toy ${common}, toy_algs="A B"`;

  it('name every scheme where no token comes', async () => {
    const { expectRefusal } = boundApi();
    const { status, headers } = await expectRefusal(new Request(resource));
    expect([status, headers['WWW-Authenticate']]).toEqual([401, [bearer, toy]]);
  });

  it('have the error in that of the scheme by which the token came', async () => {
    const { expectRefusal, issueBound } = boundApi();
    const token = await issueBound({ toy: 'k1' });
    const unproven = await expectRefusal(request(`Toy ${token}`));
    expect(unproven.headers['WWW-Authenticate']).toEqual([
      bearer,
      expect.stringMatching(/^Toy .*, toy_algs="A B", error="invalid_token", error_description=/),
    ]);
    const malformed = await expectRefusal(request(`Toy ${token} x`));
    expect(malformed).toMatchObject({ status: 400 });
    expect(getChallenge(malformed)).toMatch(/,Toy .*error="invalid_request"/);
    const lacking = await expectRefusal(request(`Toy ${token}`, dpopLike), { scopes: ['admin'] });
    expect(getChallenge(lacking)).toMatch(/,Toy .*scope="admin", error="insufficient_scope"/);
    const asBearer = await expectRefusal(request(`Bearer ${token}`, dpopLike));
    expect(asBearer.headers['WWW-Authenticate']).toEqual([
      expect.stringMatching(/^Bearer .*error="invalid_token"/),
      toy,
    ]);
  });
});

function callCount(...senders: readonly ToySender[]): number {
  return senders.reduce((count, { contexts }) => count + contexts.length, 0);
}
