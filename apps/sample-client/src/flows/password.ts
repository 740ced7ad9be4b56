import { clients } from '../clients.js';
import { rfc } from '../run/step.js';
import type { Grant } from './grant.js';
import { callApi, discover, getTokens, revoke, seeRefused } from './steps.js';

const client = clients.legacy;

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3 */
export const password: Grant = {
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
  async run(run, { api, issuer }, form) {
    const server = await discover(run, issuer, 'password');
    const first = await getTokens(
      run,
      server,
      client,
      {
        grant_type: 'password',
        username: form.get('username') ?? '',
        password: form.get('password') ?? '',
        scope: 'profile',
      },
      {
        title: 'The client sends the user’s password',
        text: 'Whoever runs the client sees it too.',
        section: rfc(6749, '4.3.2'),
      },
    );
    await callApi(run, `${api}/profile`, first);
    const tokens = await getTokens(
      run,
      server,
      client,
      {
        grant_type: 'refresh_token',
        refresh_token: run.need(first.refreshToken, 'There is no refresh token in it.'),
      },
      {
        title: 'The client refreshes',
        text: 'So it need not keep the password, which old clients did.',
        section: rfc(6749, '6'),
      },
    );
    await revoke(run, server, client, tokens);
    await seeRefused(
      run,
      `${api}/profile`,
      tokens,
      'The access token has not expired, but it was revoked with the refresh token.',
    );
  },
};
