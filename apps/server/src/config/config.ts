import type { ClientRegistration, Seconds } from '@oauth/core';

/**
 * The configuration file with its defaults filled in. `config/schema.json` describes each member; a
 * test compares the two.
 */
export interface Config {
  readonly $schema?: string;
  readonly demo: boolean;
  readonly issuer: string;
  readonly allowInsecureIssuer: boolean;
  readonly allowInsecureRedirects: boolean;
  readonly allowRedirectSchemes: readonly string[];
  readonly listen: ListenConfig;
  readonly log: LogFormat;
  readonly store: string;
  readonly purgeInterval: Seconds;
  readonly plugins: PluginsConfig;
  readonly scopes: Readonly<Record<string, string>>;
  readonly lifetimes: LifetimesConfig;
  readonly clients: readonly ClientConfig[];
  readonly users: readonly UserConfig[];
  readonly pages: PagesConfig;
}

export interface ListenConfig {
  readonly host: string;
  readonly port: number;
  readonly trustedProxy?: TrustedProxyConfig;
  readonly drainPeriod: Seconds;
}

/** The proxies whose header tells the client's address. */
export interface TrustedProxyConfig {
  readonly addressHeader: string;
  readonly hops: number;
  readonly from?: readonly string[];
}

export type LogFormat = 'auto' | 'json' | 'pretty' | 'off';

export interface PluginsConfig {
  readonly 'grant-client-credentials'?: boolean;
  readonly 'grant-authorization-code'?: boolean;
  readonly 'grant-refresh'?: boolean;
  readonly 'grant-implicit'?: boolean;
  readonly 'grant-password'?: boolean;
  readonly 'endpoint-introspect'?: boolean;
  readonly 'endpoint-revoke'?: boolean;
  readonly 'endpoint-metadata'?: boolean;
  readonly cors?: boolean;
}

export interface LifetimesConfig {
  readonly accessToken: Seconds;
  readonly authorizationCode: Seconds;
  readonly refreshTokenIdle: Seconds;
  readonly refreshTokenAbsolute: Seconds;
  readonly sessionAbsolute: Seconds;
  readonly sessionIdle: Seconds;
  readonly consent: Seconds;
}

/** A client of the file; its members are those of core. */
export type ClientConfig = ClientRegistration;

export interface UserConfig {
  readonly username: string;
  readonly name?: string;
  readonly subject?: string;
  readonly password_hash?: string;
  /** In clear; allowed in a demo only. */
  readonly password?: string;
}

/** The theme of the pages; paths are relative to the file. */
export interface PagesConfig {
  readonly brand: string;
  readonly colour?: string;
  readonly logo?: string;
  readonly stylesheet?: string;
  readonly templates?: string;
}
