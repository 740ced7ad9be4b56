import type { ClientRegistration, Seconds } from '@oauth/core';

/**
 * The configuration file with its defaults filled in. `config/schema.json` describes each member; a
 * test holds the two against each other.
 */
export interface Config {
  readonly $schema?: string;
  readonly demo: boolean;
  readonly issuer: string;
  readonly insecureIssuer: boolean;
  readonly listen: ListenConfig;
  readonly log: LogFormat;
  readonly store: string;
  readonly plugins: PluginsConfig;
  readonly scopes: Readonly<Record<string, string>>;
  readonly lifetimes: LifetimesConfig;
  readonly clients: readonly ClientConfig[];
}

export interface ListenConfig {
  readonly host: string;
  readonly port: number;
  readonly drainTimeout: Seconds;
}

export type LogFormat = 'auto' | 'json' | 'pretty' | 'off';

export interface PluginsConfig {
  readonly 'grant-client-credentials'?: boolean;
  readonly 'endpoint-introspect'?: boolean;
}

export interface LifetimesConfig {
  readonly accessToken: Seconds;
}

/** A client as the file has it: what core takes. */
export type ClientConfig = ClientRegistration;
