import {
  ConfigurationError,
  createServer,
  type ConfigurationFault,
  type Plugin,
  type Server,
} from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation, type RevocationOptions } from '@oauth/endpoint-revoke';
import { byStore, protectedResource } from '@oauth/resource';
import { commonCalls, type CommonCalls } from './calls.js';
import type { CommonOptions } from './options.js';
import {
  buildResourceOptions,
  renameResourceFault,
  resourceMetadataPlugin,
} from './own-resource.js';

/** A server of core, and the calls that every ready-made server has. */
export interface ComposedServer {
  readonly server: Pick<Server, 'runEndpoint' | 'context'>;
  readonly calls: CommonCalls;
}

/**
 * Makes a server of the grants and of the endpoints that every ready-made server has, with a
 * protected resource for the server's own API.
 *
 * @throws ConfigurationError that lists every fault
 */
export function composeServer(
  options: CommonOptions,
  grants: readonly Plugin[],
  revocationOptions?: RevocationOptions,
): ComposedServer {
  const { plugins = [], introspection: introspectionOptions, ...otherOptions } = options;
  const { metadata: metadataOptions, resource: givenResource, ...serverOptions } = otherOptions;
  const resourceOptions = buildResourceOptions(options);
  // The server serves the metadata of its API, so it needs the API before it can look up tokens.
  const [metadataResource, resourceFaults] = catchConfigurationFaults(() =>
    protectedResource({ ...resourceOptions, validate: () => undefined }),
  );
  const [server, serverFaults] = catchConfigurationFaults(() =>
    createServer({
      ...serverOptions,
      plugins: [
        introspection(introspectionOptions),
        revocation(revocationOptions),
        metadata(metadataOptions),
        ...(metadataResource ? [resourceMetadataPlugin(metadataResource, options.issuer)] : []),
        ...grants,
        ...plugins,
      ],
    }),
  );
  if (metadataResource === undefined || server === undefined)
    throw new ConfigurationError([
      ...serverFaults,
      ...resourceFaults.map((fault) => renameResourceFault(fault, givenResource)),
    ]);
  const api = protectedResource({
    onEvent: ({ type, ...details }) => server.context.emit(type, details),
    ...resourceOptions,
    validate: byStore(server),
  });
  return { server, calls: commonCalls(server, api) };
}

/** Calls a factory; returns what it makes, or the faults of its options. */
function catchConfigurationFaults<Made>(
  factory: () => Made,
): [Made | undefined, readonly ConfigurationFault[]] {
  try {
    return [factory(), []];
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return [undefined, thrown.faults];
    throw thrown;
  }
}
