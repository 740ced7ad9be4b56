import { createSecretMethods } from '../client/secret-methods.js';
import { ConfigurationError } from '../contract/errors.js';
import type { Check, Plugin } from '../contract/plugin.js';
import type { ServerContext } from '../contract/server-context.js';
import type { ServerOptions } from '../contract/server-options.js';
import type { Server } from '../contract/server.js';
import { checkOptions, checkRequiredOptions } from './check-options.js';
import { collectFaults } from './collect-faults.js';
import { createContext } from './create-context.js';
import { mergePlugins, restrictAuthentication } from './registry.js';
import { createRouter } from './router.js';

/**
 * Makes an authorization server.
 *
 * @throws ConfigurationError that lists every fault
 */
export function createServer<const P extends readonly Plugin[]>(
  options: ServerOptions<P>,
): Server<P>;
export function createServer(options: ServerOptions): Server {
  const { made: context, faults } = collectFaults((check) => createCheckedContext(options, check));
  if (context === undefined || faults.length > 0) throw new ConfigurationError(faults);
  const { issuer, plugins } = options;
  const grantTypes = [...context.grants.keys()];
  return { ...createRouter(context), issuer, grantTypes, plugins, context };
}

function createCheckedContext(options: ServerOptions, check: Check): ServerContext {
  checkRequiredOptions(options, check);
  const plugins = [createCorePlugin(options), ...options.plugins];
  const registry = restrictAuthentication(mergePlugins(plugins, check), options);
  const context = createContext(options, plugins, registry);
  checkOptions(context, check);
  return context;
}

/** Core's own entries, registered the way those of any plugin are. */
function createCorePlugin({ verifySecret }: ServerOptions): Plugin {
  return { name: '@oauth/core', clientAuthentication: createSecretMethods(verifySecret) };
}
