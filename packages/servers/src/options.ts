import type { Plugin, ServerOptions } from '@oauth/core';
import type { IntrospectionOptions } from '@oauth/endpoint-introspect';
import type { MetadataOptions } from '@oauth/endpoint-metadata';
import type { ProtectedResourceOptions } from '@oauth/resource';

/** Options that every ready-made server has, besides those of its grants. */
export interface CommonOptions extends Omit<ServerOptions, 'plugins'> {
  /** Further plugins, such as hooks made by `forGrant`. */
  readonly plugins?: readonly Plugin[] | undefined;
  readonly introspection?: IntrospectionOptions | undefined;
  readonly metadata?: MetadataOptions | undefined;
  /**
   * Options of the server's own API, which `validateProtectedResourceRequest` protects. By default
   * its identifier is the issuer, it accepts tokens of this server without an audience, and it may
   * be an http URL where the issuer may be one.
   */
  readonly resource?: Partial<Omit<ProtectedResourceOptions, 'validate'>> | undefined;
}
