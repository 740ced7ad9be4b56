/** Asks for tokens and sends its secret in the form. */
export const service = {
  id: 'service-7f3a9c',
  secret: 'Vd1n0mZk3rQ8sT6yU4wX2bC5eF7hJ9LaPqR0tYuIoE',
  scope: 'read write',
};

/** Sends users to the authorization endpoint; its secret goes in the form too. */
export const webApp = {
  id: 'webapp-93be57',
  secret: 'kT5rZ8vB1nM4qX7wE0sD3fG6hJ9lP2oIuY5tR8eWaQ1',
  redirectUri: 'https://app.example/callback',
  scope: 'read write',
};

/** Introspects tokens and authenticates by HTTP Basic. */
export const api = {
  id: 'api-41d0be',
  secret: 'b2Lq7mWc9xTz4KfYh6RvN1sJd8PgE3uAo5QiX0tCyVw',
};

/** What users' tokens are for. */
export const resource = 'https://api.example';

/** Its credentials in the header. Neither half has a character that form encoding changes. */
export const apiAuthorization = `Basic ${Buffer.from(`${api.id}:${api.secret}`).toString('base64')}`;

/** Headers of a form. */
export const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Asks for a token. */
export const tokenRequestBody = new URLSearchParams({
  grant_type: 'client_credentials',
  client_id: service.id,
  client_secret: service.secret,
}).toString();

/** Asks what a token stands for. */
export function introspectionBody(token: string): string {
  return new URLSearchParams({ token }).toString();
}

/** RFC 7636, appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

/** What {@link exchangeBody} proves to know the verifier of. */
export const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** Redeems a code. */
export function exchangeBody(code: string): string {
  return new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: webApp.redirectUri,
    code_verifier: verifier,
    client_id: webApp.id,
    client_secret: webApp.secret,
  }).toString();
}

/** Trades a refresh token for the next one. */
export function refreshBody(token: string): string {
  return new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: token,
    client_id: webApp.id,
    client_secret: webApp.secret,
  }).toString();
}
