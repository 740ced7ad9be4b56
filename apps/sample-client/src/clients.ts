/** A client as the server knows it: `config/demo.json` of apps/server. */
export interface Client {
  readonly id: string;
  /** Missing where users have the client's code, and could read a secret in it. */
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
