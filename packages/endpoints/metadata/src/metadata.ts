import { checkOptionNames, type Endpoint, type OptionNames, type Plugin } from '@oauth/core/plugin';
import { checkDocument } from './check-document.js';
import { documentHandler } from './document.js';
import type { MetadataOptions } from './options.js';

/** What {@link metadata} returns. */
export interface MetadataPlugin extends Pick<Plugin, 'name' | 'check'> {
  readonly endpoints: { readonly authorization_server_metadata: Endpoint };
}

const name = '@oauth/endpoint-metadata';

const optionNames: OptionNames<MetadataOptions> = {
  extra: true,
  allowOpenidDiscovery: true,
  maxAge: true,
  sign: true,
  validate: true,
};

/**
 * The document from which clients configure themselves. It is derived from what is registered and
 * made once. Another plugin can serve it at another path by an endpoint that calls the handler of
 * `server.endpoints.get('authorization_server_metadata')`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8414
 */
export function metadata(options: MetadataOptions = {}): MetadataPlugin {
  const { allowOpenidDiscovery = false, validate = true } = options;
  const endpoint: Endpoint = {
    path: wellKnownPath('oauth-authorization-server'),
    methods: ['GET', 'HEAD'],
    cors: 'any-origin',
    handle: documentHandler(name, options),
  };
  const endpoints = { authorization_server_metadata: endpoint };
  return {
    name,
    endpoints: allowOpenidDiscovery ? { ...endpoints, ...openidEndpoints(endpoint) } : endpoints,
    check(server, check) {
      checkOptionNames(options, optionNames, check, 'metadata.');
      if (validate) checkDocument(name, options, server, check);
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc8414#section-3 */
function wellKnownPath(suffix: string): (issuerPath: string) => string {
  return (issuerPath) => `/.well-known/${suffix}${issuerPath}`;
}

function openidEndpoints(endpoint: Endpoint): Plugin['endpoints'] {
  const insertedPath = wellKnownPath('openid-configuration');
  return {
    openid_configuration: { ...endpoint, path: '/.well-known/openid-configuration' },
    openid_configuration_inserted: {
      ...endpoint,
      // For an issuer without a path both paths would be equal, and each path has one endpoint.
      path: (issuerPath) => insertedPath(issuerPath || '/'),
    },
  };
}
