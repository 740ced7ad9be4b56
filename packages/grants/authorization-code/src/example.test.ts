import { describe, expect, it } from 'vitest';
import { sessions } from '../examples/pages.js';
import { server } from '../examples/server.js';
import { pkce, verifier } from '../test/code-server.js';

const callback = 'https://app.example.com/callback';
const request = new URLSearchParams({
  client_id: 'app',
  response_type: 'code',
  state: 's',
  ...pkce,
});
const url = `https://auth.example.com/authorize?${request.toString()}`;
sessions.set('cookie-value', { subject: 'alice', csrfToken: 'csrf-token' });
const headers = { Cookie: 'theme=dark; __Host-session=cookie-value' };

/** Posts the form of the consent page. */
const postConsent = (form: string) =>
  server.handle(new Request(url, { method: 'POST', headers, body: new URLSearchParams(form) }));

describe('the example of the README', () => {
  it('shows the sign-in page to a browser that is not signed in', async () => {
    const { status, body } = await server.handle(new Request(url));
    expect(status).toBe(200);
    expect(body).toContain('Sign in');
  });

  // #17
  it('shows the consent page, and again for a form without the CSRF token', async () => {
    for (const response of [
      await server.handle(new Request(url, { headers })),
      await postConsent('decision=approve&scope=notes%3Aread'),
      await postConsent('decision=approve&scope=notes%3Aread&csrf_token=guess'),
    ]) {
      expect(response.status).toBe(200);
      expect(response.body).toContain('value="notes:write" checked');
      expect(response.body).toContain('value="csrf-token"');
    }
  });

  it('redirects with access_denied when the user denies', async () => {
    const { headers: responseHeaders } = await postConsent('csrf_token=csrf-token&decision=deny');
    expect(responseHeaders['Location']).toMatch(
      /^https:\/\/app\.example\.com\/callback\?error=access_denied&/,
    );
  });

  it('gives tokens for the scope that the user chose', async () => {
    const { headers: responseHeaders } = await postConsent(
      'csrf_token=csrf-token&decision=approve&scope=notes%3Aread',
    );
    const location = new URL(String(responseHeaders['Location']));
    expect(`${location.origin}${location.pathname}`).toBe(callback);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'app',
      code: location.searchParams.get('code') ?? '',
      code_verifier: verifier,
    });
    const token = new Request('https://auth.example.com/token', { method: 'POST', body });
    const response = await server.handle(token);
    expect(JSON.parse(response.body)).toMatchObject({ token_type: 'Bearer', scope: 'notes:read' });
  });
});
