/** Times of the run, in seconds of its clock. */
export const lifetime = 600;
export const publishAhead = 900;

/** Which API tokens are for. */
export const audience = 'urn:notes';

/** Who gets tokens. */
export const client = {
  client_id: 'demo-service',
  client_secret: 'demo-service-secret',
  grant_types: ['client_credentials'],
  scope: 'notes.read notes.write',
};

/** Who may ask about all of them. */
export const introspector = {
  client_id: 'demo-api',
  client_secret: 'demo-api-secret',
  grant_types: [],
  introspects: 'any' as const,
};
