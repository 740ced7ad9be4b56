import { clients } from '../clients.js';
import type { Tokens } from '../oauth/tokens.js';
import { rfcSection } from '../run/step.js';
import type { Flow, ServerAccess } from './flow.js';
import { callApi, discoverServer, requestTokens, revokeTokens } from './steps.js';

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3 */
export const password: Flow = {
  slug: 'password',
  title: 'Password',
  summary: 'The user types their password into the client.',
  text: 'The client itself asks for the password and sends it to the server. It was made to move old apps away from storing passwords.',
  legacy:
    'The client sees the password and could do anything with it, and there is no way to a second factor or a passkey. Use the authorization code with PKCE (RFC 9700, section 2.4).',
  fields: [
    { name: 'username', label: 'User name', value: 'ada' },
    { name: 'password', label: 'Password of the demo', value: 'engine' },
  ],
  async run(run, { apiUrl, issuer }, form) {
    const server = await discoverServer(run, issuer, 'password');
    const access = { run, server, client: clients.legacy };
    const first = await requestTokensByPassword(access, form);
    await callApi(run, `${apiUrl}/profile`, first);
    const tokens = await requestTokens(
      access,
      {
        grant_type: 'refresh_token',
        refresh_token: run.requireValue(first.refreshToken, 'There is no refresh token in it.'),
      },
      {
        title: 'The client refreshes',
        text: 'So it need not keep the password, which old clients did.',
        section: rfcSection(6749, '6'),
      },
    );
    await revokeTokens(access, `${apiUrl}/profile`, tokens);
  },
};

async function requestTokensByPassword(
  access: ServerAccess,
  form: URLSearchParams,
): Promise<Tokens> {
  return requestTokens(
    access,
    {
      grant_type: 'password',
      username: form.get('username') ?? '',
      password: form.get('password') ?? '',
      scope: 'profile',
    },
    {
      title: 'The client sends the user’s password',
      text: 'The client sees the password, and so does its operator.',
      section: rfcSection(6749, '4.3.2'),
    },
  );
}
