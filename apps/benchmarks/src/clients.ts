/** Asks for tokens and sends its secret in the form. */
export const service = {
  id: 'service-7f3a9c',
  secret: 'Vd1n0mZk3rQ8sT6yU4wX2bC5eF7hJ9LaPqR0tYuIoE',
  scope: 'read write',
};

/** Introspects tokens and authenticates by HTTP Basic. */
export const api = {
  id: 'api-41d0be',
  secret: 'b2Lq7mWc9xTz4KfYh6RvN1sJd8PgE3uAo5QiX0tCyVw',
};

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
