import { randomText } from '#crypto';
import { andThen } from './after.js';
import { secretMethods } from './client-authentication.js';
import { clientList } from './client.js';
import { checked, checkOptions, checkTypes } from './configuration.js';
import { bodyTooLarge, refused } from './errors.js';
import { deliver } from './events.js';
import type { HttpRequest, HttpResponse } from './http.js';
import type { ServerOptions } from './options.js';
import { parseParameters, type Parameters, type DuplicateParameters } from './parameters.js';
import type { Plugin } from './plugin.js';
import { register, type Registry } from './registry.js';
import { createRouter, pathBelow, type Router } from './router.js';
import { scopePolicy } from './scope.js';
import type { ServerContext } from './server-context.js';
import { createTokens } from './tokens.js';

type KeysOf<P, Member extends keyof Plugin> = P extends {
  readonly [M in Member]?: infer Entries;
}
  ? Entries extends object
    ? keyof Entries & string
    : never
  : never;

/** An authorization server; its types know what its plugins registered. */
export interface Server<P extends readonly Plugin[] = readonly Plugin[]> {
  readonly issuer: string;
  /** The grant types it offers. */
  readonly grantTypes: readonly KeysOf<P[number], 'grants'>[];
  /** The plugins it was made from, each with its own type. */
  readonly plugins: P;
  /** Answers a request to any endpoint, by path. It never throws or rejects. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
  /** Whether `handle` has an endpoint at this URL's path. */
  readonly canHandle: (url: string) => boolean;
  /** Answers a request to one endpoint, whatever its path. It never throws or rejects. */
  readonly handleEndpoint: (
    endpoint: KeysOf<P[number], 'endpoints'>,
    request: HttpRequest,
  ) => Promise<HttpResponse>;
  /** Runs what an endpoint of the app's own does as if it were registered. Never rejects. */
  readonly runEndpoint: Router['runEndpoint'];
  /** What endpoints see of the server. */
  readonly context: ServerContext;
}

/**
 * Makes an authorization server.
 *
 * @throws ConfigurationError that lists every fault
 */
export function createServer<const P extends readonly Plugin[]>(
  options: ServerOptions<P>,
): Server<P>;
export function createServer(options: ServerOptions): Server {
  const context = checked((check) => {
    checkTypes(options, check);
    // Core's own entries, registered the way everybody's are.
    const core = { name: '@oauth/core', clientAuthentication: secretMethods(options.verifySecret) };
    const plugins = [core, ...options.plugins];
    const made = createContext(options, plugins, register(plugins, check));
    checkOptions(made, check);
    return made;
  });
  const { issuer, plugins } = options;
  const grantTypes = [...context.grants.keys()];
  return { ...createRouter(context), issuer, grantTypes, plugins, context };
}

function createContext(
  options: ServerOptions,
  plugins: readonly Plugin[],
  registry: Registry,
): ServerContext {
  const {
    clients,
    store,
    issuer,
    clock = Date.now,
    accessTokenLifetime: lifetime = 3600,
    maxBodyBytes: maxBody = 65_536,
    maxParameters = 100,
    random = randomText,
  } = options;
  const listeners = [options, ...plugins].flatMap(({ onEvent }) => onEvent ?? []);
  const find = typeof clients === 'function' ? clients : clientList(clients);
  const parse = (text: string, repeats?: DuplicateParameters): Parameters =>
    parseParameters(text, maxParameters, repeats);
  const { origin, pathname } = new URL(issuer);
  const context: ServerContext = {
    ...registry,
    options,
    issuer,
    plugins,
    store,
    parse,
    hooks: plugins.flatMap((plugin) => plugin.hooks ?? []),
    scopes: scopePolicy(options),
    tokens: createTokens(() => context, random),
    accessTokenLifetime: typeof lifetime === 'number' ? () => lifetime : lifetime,
    now: () => Math.floor(clock() / 1000),
    findClient: (clientId) => andThen(find(clientId), (client) => client ?? undefined),
    endpointUrl: (member) => origin + pathBelow(context, member, pathname.replace(/\/$/, '')),
    readForm(request, repeats) {
      checkForm(request, maxBody);
      return andThen(request.text(maxBody), (text) => {
        if (text.length > maxBody) throw bodyTooLarge(maxBody);
        return parse(text, repeats);
      });
    },
    emit(type, details) {
      for (const onEvent of listeners)
        void deliver(onEvent, { type, timestampMs: clock(), ...details });
    },
  };
  return context;
}

const formType = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2 */
function checkForm(request: HttpRequest, limit: number): void {
  if (!formType.test(request.headers.get('content-type') ?? ''))
    throw refused('invalid_request', 'request.content_type', {
      description: 'The Content-Type must be application/x-www-form-urlencoded.',
    });
  if (Number(request.headers.get('content-length')) > limit) throw bodyTooLarge(limit);
}
