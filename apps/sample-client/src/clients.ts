/** A client as it is registered at the server: `config/demo.json` of apps/server. */
export interface Client {
  readonly id: string;
  /** One that cannot keep a secret, because users have its code, has none. */
  readonly secret?: string;
}

export const clients = {
  /** Runs on a server, so it has a secret. */
  web: { id: 'sample-web', secret: 'sample-web-secret' },
  /** Runs on the user's device. */
  app: { id: 'sample-app' },
  /** Acts for itself, without a user. */
  service: { id: 'demo-service', secret: 'demo-service-secret' },
  /** May use the legacy grants, and only those. */
  legacy: { id: 'sample-legacy' },
} as const satisfies Record<string, Client>;
