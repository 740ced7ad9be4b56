import type { Plugin } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { clientCredentials } from '@oauth/grant-client-credentials';
import type { Config } from '../config/config.js';

/** The plugins that are on. */
export function pluginsOf({ plugins: on }: Config): readonly Plugin[] {
  return [
    ...(on['grant-client-credentials'] === true ? [clientCredentials()] : []),
    ...(on['endpoint-introspect'] === true ? [introspection()] : []),
  ];
}
