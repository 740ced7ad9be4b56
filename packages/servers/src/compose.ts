import { createServer, type Plugin, type Server } from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation, type RevocationOptions } from '@oauth/endpoint-revoke';
import { byStore, protectedResource } from '@oauth/resource';
import type { CommonCalls } from './calls.js';
import type { CommonOptions } from './options.js';

/** A core server of these grants with the endpoints that all have, and its calls. */
export interface Composition {
  readonly server: Pick<Server, 'answer' | 'context'>;
  readonly calls: CommonCalls;
}

/** @throws ConfigurationError that lists every fault */
export function compose(
  options: CommonOptions,
  grants: readonly Plugin[],
  revocable?: RevocationOptions,
): Composition {
  const {
    plugins = [],
    introspection: introspects,
    metadata: document,
    resource,
    ...own
  } = options;
  const server = createServer({
    ...own,
    plugins: [
      introspection(introspects),
      revocation(revocable),
      metadata(document),
      ...grants,
      ...plugins,
    ],
  });
  const api = protectedResource({
    resource: server.issuer,
    acceptWithoutAudience: true,
    now: own.now,
    ...resource,
    validate: byStore(server),
  });
  return {
    server,
    calls: {
      issuer: server.issuer,
      context: server.context,
      handle: server.handle,
      handles: server.handles,
      validateProtectedResourceRequest: api.validateProtectedResourceRequest,
      createRevocationResponse: (request) => server.respond('revocation_endpoint', request),
      createIntrospectResponse: (request) => server.respond('introspection_endpoint', request),
      createMetadataResponse: (request) => server.respond('authorization_server_metadata', request),
    },
  };
}
