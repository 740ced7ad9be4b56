import type { Endpoint, Plugin } from '@oauth/core/plugin';
import { checkDocument } from './check.js';
import { documentHandler } from './document.js';
import type { MetadataOptions } from './options.js';

/** What {@link metadata} returns. */
export interface MetadataPlugin extends Pick<Plugin, 'name' | 'check'> {
  readonly endpoints: { readonly authorization_server_metadata: Endpoint };
}

const name = '@oauth/endpoint-metadata';

/**
 * The document from which clients configure themselves, made of what is registered and written
 * once. Another plugin can serve it at a place of its own by an endpoint that calls the handler of
 * `server.endpoints.get('authorization_server_metadata')`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414
 */
export function metadata(options: MetadataOptions = {}): MetadataPlugin {
  const { allowOpenidDiscovery = false, validate = true } = options;
  const endpoint: Endpoint = {
    path: wellKnown('oauth-authorization-server'),
    methods: ['GET', 'HEAD'],
    cors: 'any-origin',
    handle: documentHandler(name, options),
  };
  const endpoints = { authorization_server_metadata: endpoint };
  return {
    name,
    endpoints: allowOpenidDiscovery ? { ...endpoints, ...openidLocations(endpoint) } : endpoints,
    check(server, check) {
      if (validate) checkDocument(name, options, server, check);
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc8414#section-3 */
function wellKnown(suffix: string): (issuerPath: string) => string {
  return (issuerPath) => `/.well-known/${suffix}${issuerPath}`;
}

function openidLocations(endpoint: Endpoint): Plugin['endpoints'] {
  const inserted = wellKnown('openid-configuration');
  return {
    openid_configuration: { ...endpoint, path: '/.well-known/openid-configuration' },
    openid_configuration_inserted: {
      ...endpoint,
      // Without a path both are the same place, which only one of them can have.
      path: (issuerPath) => inserted(issuerPath || '/'),
    },
  };
}
