import { describe, expect, it } from 'vitest';
import { json, type HttpRequest } from '@oauth/core/plugin';
import { codeFlow, pkcePair, type CodeFlowOptions } from './index.js';

const options: CodeFlowOptions = {
  client_id: 'app',
  redirect_uri: 'https://app.example/cb',
  authorizationEndpoint: 'https://as.example/authorize',
};

/** A server that redirects with what `answer` returns, and collects what it is sent. */
function stubServer(answer: string) {
  const sent: URLSearchParams[] = [];
  return {
    sent,
    async handle(request: HttpRequest) {
      const isToken = request.method === 'POST';
      const query = isToken ? await request.text(1000) : new URL(request.url).search;
      sent.push(new URLSearchParams(query));
      const redirect = {
        ...json(302, {}),
        headers: { Location: `${options.redirect_uri}?${answer}` },
      };
      return isToken ? json(200, { access_token: 'a' }) : redirect;
    },
  };
}

describe('codeFlow', () => {
  it('exchanges the code of the redirect with the verifier of its challenge', async () => {
    const server = stubServer('code=123&state=s');
    const { body } = await codeFlow(server, options).requestTokens({ scope: 'read', state: 's' });
    expect(body).toEqual({ access_token: 'a' });
    const [authorization, token] = server.sent.map((sent) => Object.fromEntries(sent));
    const { code_verifier, ...challenge } = await pkcePair();
    const { client_id, redirect_uri } = options;
    expect(authorization).toEqual({
      client_id,
      redirect_uri,
      response_type: 'code',
      scope: 'read',
      state: 's',
      ...challenge,
    });
    const grant = { grant_type: 'authorization_code', code: '123', client_id, redirect_uri };
    expect(token).toEqual({ ...grant, code_verifier });
  });

  it('lets a test leave a parameter out or replace it', async () => {
    const server = stubServer('code=123');
    const flow = codeFlow(server, options);
    await flow.authorize({ code_challenge: undefined });
    await flow.exchangeCode('123', { code_verifier: 'other' });
    await flow.refreshTokens('456', { scope: 'read' });
    const [authorization, exchange, refresh] = server.sent;
    expect(authorization?.has('code_challenge')).toBe(false);
    expect(exchange?.get('code_verifier')).toBe('other');
    expect(Object.fromEntries(refresh ?? [])).toEqual({
      client_id: 'app',
      grant_type: 'refresh_token',
      refresh_token: '456',
      scope: 'read',
    });
  });

  it('says what came instead of a code or a redirect', async () => {
    const denied = codeFlow(stubServer('error=access_denied'), options);
    await expect(denied.requestCode()).rejects.toThrow('no code, but error=access_denied');
    const page = { handle: () => ({ status: 400, headers: {}, body: 'unknown client' }) };
    await expect(codeFlow(page, options).authorize()).rejects.toThrow('but unknown client');
  });
});

describe('pkcePair', () => {
  it('makes the pair of RFC 7636 appendix B, or that of another verifier', async () => {
    const { code_challenge } = await pkcePair();
    expect(code_challenge).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
    const other = await pkcePair('a'.repeat(43));
    expect(other.code_challenge).toMatch(/^[\w-]{43}$/);
    expect(other.code_challenge).not.toBe(code_challenge);
  });
});
