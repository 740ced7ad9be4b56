import type { Plugin, ServerOptions } from '@oauth/core';
import type { IntrospectionOptions } from '@oauth/endpoint-introspect';
import type { MetadataOptions } from '@oauth/endpoint-metadata';
import type { ProtectedResourceOptions } from '@oauth/resource';

/** Options that every ready-made server has, beside those of its grants. */
export interface CommonOptions extends Omit<ServerOptions, 'plugins'> {
  /** What else to register, say hooks by {@link forGrant}. */
  readonly plugins?: readonly Plugin[] | undefined;
  readonly introspection?: IntrospectionOptions | undefined;
  readonly metadata?: MetadataOptions | undefined;
  /**
   * How `validateProtectedResourceRequest` judges. By default the resource is the issuer, takes
   * tokens of this server that name no audience, and may be http where the issuer may.
   */
  readonly resource?: Partial<Omit<ProtectedResourceOptions, 'validate'>> | undefined;
}
