import { describe, expect, it } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import { redirectOf, serveAuthorization } from '../testing-support/authorization.js';
import { bodyOf } from '../testing-support/requests.js';
import { issuer, serve } from '../testing-support/serve.js';
import { defineGrant } from '../token/define-grant.js';

const refusal = (code: string) =>
  new OAuthError(code, { reason: 'test.reason', description: 'Because.', hint: 'for the log' });

const throwing = (code: string) => {
  const grants = {
    client_credentials: {
      handle: () => {
        throw refusal(code);
      },
    },
  };
  return serve({ plugins: [defineGrant({ name: 'throwing', grants })] });
};

describe('an error that a grant throws', () => {
  it.each([
    // [M1] [M5]
    ['invalid_request', 400],
    // [M7]
    ['access_denied', 400],
    // [M8]
    ['unsupported_response_type', 400],
    // [M9]
    ['invalid_scope', 400],
    // [M10]
    ['server_error', 500],
    // [M11]
    ['temporarily_unavailable', 503],
    // [M12]
    ['invalid_client', 401],
    // [M13]
    ['invalid_grant', 400],
    // [M14]
    ['unauthorized_client', 400],
    // [M15]
    ['unsupported_grant_type', 400],
    // [M16]
    ['unsupported_token_type', 400],
    // [M17] [M27]
    ['invalid_token', 401],
    // [M18] [M27]
    ['insufficient_scope', 403],
    // [M20]
    ['anything_else', 400],
    // [M22]
    ['authorization_pending', 400],
    ['slow_down', 400],
    ['expired_token', 400],
  ])('%s is answered with %i', async (code, status) => {
    const { token, events } = throwing(code);
    const response = await token();
    expect(response.status).toBe(status);
    expect(bodyOf(response)).toEqual({ error: code, error_description: 'Because.' });
    expect(events).toMatchObject([{ reason: 'test.reason', error: code, hint: 'for the log' }]);
  });
});

describe('an error that the app denies with', () => {
  it.each([
    // [M19] [M24]
    'login_required',
    'consent_required',
    // [M24]
    'interaction_required',
    // [M25]
    'account_selection_required',
    // [M26]
    'invalid_request_uri',
    'invalid_request_object',
    'request_not_supported',
    'request_uri_not_supported',
    'registration_not_supported',
  ])('%s goes back to the client', async (code) => {
    const { authorize } = serveAuthorization({ authorize: () => ({ deny: refusal(code) }) });
    expect(redirectOf(await authorize({ state: 's' })).query).toEqual({
      error: code,
      error_description: 'Because.',
      state: 's',
      iss: issuer,
    });
  });

  // [M2] [M23]
  it('is shown where the client may not be sent back to, the same error', async () => {
    const { authorize } = serveAuthorization({
      clients: () => {
        throw refusal('temporarily_unavailable');
      },
    });
    const response = await authorize({}, { Accept: 'application/json' });
    expect(response).toMatchObject({ status: 503 });
    expect(response.headers).not.toHaveProperty('Location');
    expect(bodyOf(response)).toMatchObject({ error: 'temporarily_unavailable' });
  });
});
