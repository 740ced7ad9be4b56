/** Seconds of the run's clock. */
export const accessTokenLifetime = 600;
export const publishAhead = 900;

/** The audience of access tokens. */
export const audience = 'urn:notes';

/** The client that requests access tokens. */
export const client = {
  client_id: 'demo-service',
  client_secret: 'demo-service-secret',
  grant_types: ['client_credentials'],
  scope: 'notes.read notes.write',
};

/** The client that may introspect the tokens of all clients. */
export const introspectingClient = {
  client_id: 'demo-api',
  client_secret: 'demo-api-secret',
  grant_types: [],
  introspects: 'any' as const,
};
