import { createServer } from '@oauth/core';
import { authorizationCode } from '@oauth/grant-authorization-code';
import { memoryStore } from '@oauth/store-memory';
import { consentPage, findSession, signInPage } from './pages.js';

export const server = createServer({
  issuer: 'https://auth.example.com',
  clients: [
    {
      client_id: 'app',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['https://app.example.com/callback'],
      scope: 'notes:read notes:write',
    },
  ],
  store: memoryStore(),
  plugins: [authorizationCode()],
  authorize(request) {
    const session = findSession(request.http);
    if (session === undefined) return { show: signInPage(request) };
    const { form } = request;
    if (form?.get('csrf_token') !== session.csrfToken)
      return { show: consentPage(request, session) };
    if (form.get('decision') !== 'approve') return { deny: true };
    return { approve: { subject: session.subject, scope: form.all('scope') } };
  },
});
