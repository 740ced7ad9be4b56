import {
  ConfigurationError,
  type ConfigurationFault,
  createServer,
  type Plugin,
  type Server,
} from '@oauth/core';
import { introspection } from '@oauth/endpoint-introspect';
import { metadata } from '@oauth/endpoint-metadata';
import { revocation, type RevocationOptions } from '@oauth/endpoint-revoke';
import { byStore, protectedResource } from '@oauth/resource';
import { commonCalls, type CommonCalls } from './calls.js';
import type { CommonOptions } from './options.js';
import { resourceFault, resourceOptions, resourcePlugin } from './own-resource.js';

/** A core server of these grants with the endpoints that all have, and its calls. */
export interface Composition {
  readonly server: Pick<Server, 'runEndpoint' | 'context'>;
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
  const judging = resourceOptions(options);
  // Its document is served before there is a server that could look tokens up.
  const [published, resourceFaults] = attempt(() =>
    protectedResource({ ...judging, validate: () => undefined }),
  );
  const [server, serverFaults] = attempt(() =>
    createServer({
      ...own,
      plugins: [
        introspection(introspects),
        revocation(revocable),
        metadata(document),
        ...(published ? [resourcePlugin(published, own.issuer)] : []),
        ...grants,
        ...plugins,
      ],
    }),
  );
  if (published === undefined || server === undefined)
    throw new ConfigurationError([
      ...serverFaults,
      ...resourceFaults.map((fault) => resourceFault(fault, resource)),
    ]);
  const api = protectedResource({
    onEvent: ({ type, ...details }) => server.context.emit(type, details),
    ...judging,
    validate: byStore(server),
  });
  return { server, calls: commonCalls(server, api) };
}

/** What it makes, or what is wrong with the options it was made from. */
function attempt<Made>(make: () => Made): [Made | undefined, readonly ConfigurationFault[]] {
  try {
    return [make(), []];
  } catch (thrown) {
    if (thrown instanceof ConfigurationError) return [undefined, thrown.faults];
    throw thrown;
  }
}
