import { describe, expect, it } from 'vitest';
import { sessions } from '../examples/pages.js';
import { server } from '../examples/server.js';
import { s256, verifier } from '../test/code-server.js';

const callback = 'https://app.example.com/callback';
const request = new URLSearchParams({
  client_id: 'app',
  response_type: 'code',
  state: 's',
  ...s256,
});
const url = `https://auth.example.com/authorize?${request.toString()}`;
sessions.set('cookie-value', { user: 'alice', csrf: 'csrf-token' });
const headers = { Cookie: 'theme=dark; __Host-session=cookie-value' };

/** Posts what the consent page would. */
const decide = (form: string) =>
  server.handle(new Request(url, { method: 'POST', headers, body: new URLSearchParams(form) }));

describe('the example', () => {
  it('asks who is not signed in to sign in', async () => {
    const { status, body } = await server.handle(new Request(url));
    expect(status).toBe(200);
    expect(body).toContain('Sign in');
  });

  // #17
  it('asks for consent, and again when the form is another site’s', async () => {
    for (const response of [
      await server.handle(new Request(url, { headers })),
      await decide('decision=approve&scope=notes%3Aread'),
      await decide('decision=approve&scope=notes%3Aread&csrf=guess'),
    ]) {
      expect(response.status).toBe(200);
      expect(response.body).toContain('value="notes:write" checked');
      expect(response.body).toContain('value="csrf-token"');
    }
  });

  it('takes a denial', async () => {
    const { headers: sent } = await decide('csrf=csrf-token&decision=deny');
    expect(sent['Location']).toMatch(
      /^https:\/\/app\.example\.com\/callback\?error=access_denied&/,
    );
  });

  it('gives tokens for what was chosen', async () => {
    const { headers: sent } = await decide('csrf=csrf-token&decision=approve&scope=notes%3Aread');
    const location = new URL(String(sent['Location']));
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
