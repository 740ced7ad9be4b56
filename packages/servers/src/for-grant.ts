import type {
  AuthorizationRequest,
  Hooks,
  IncomingAuthorization,
  IssuingRequest,
  ServerContext,
} from '@oauth/core';

/** Hooks of the token endpoint, for a grant without an authorization request. */
export type TokenHooks = Pick<
  Hooks,
  'onTokenRequest' | 'onTokenPresented' | 'beforeIssue' | 'beforeTokenResponse'
>;

/**
 * Hooks for a grant that begins with an authorization request. `tokenClaims` is not among them,
 * because a token does not tell its grant type.
 */
export type AuthorizationGrantHooks = Omit<Hooks, 'tokenClaims'>;

/** Grant types that begin with an authorization request. */
export type AuthorizationGrantType = 'authorization_code' | 'implicit';

/** What {@link forGrant} returns. */
export interface GrantHooks {
  readonly name: string;
  readonly hooks: Hooks;
}

/** Every hook gets the request and the server as its last two arguments. */
type AnyHook = (...args: never[]) => unknown;
type AnyHooks = Partial<Record<keyof AuthorizationGrantHooks, AnyHook | undefined>>;
type HookRequest = IncomingAuthorization | AuthorizationRequest | IssuingRequest;

/** Makes a plugin of hooks that run for the requests of one grant only. */
export function forGrant(
  grantType: AuthorizationGrantType,
  hooks: AuthorizationGrantHooks,
): GrantHooks;
export function forGrant(grantType: string, hooks: TokenHooks): GrantHooks;
export function forGrant(grantType: string, hooks: AnyHooks): { name: string; hooks: AnyHooks } {
  const limited = Object.entries(hooks).map(
    ([name, hook]) => [name, hook && limitHook(hook, grantType)] as const,
  );
  return { name: `hooks for ${grantType}`, hooks: Object.fromEntries(limited) };
}

function limitHook(hook: AnyHook, grantType: string): AnyHook {
  return (...args) => {
    const [request, server] = args.slice(-2);
    return getGrantType(request, server) === grantType ? hook(...args) : undefined;
  };
}

function getGrantType(request?: HookRequest, server?: ServerContext): string | undefined {
  if (request === undefined) return undefined;
  if ('grantType' in request) return request.grantType;
  const responseType = 'responseType' in request ? request.responseType : sortResponseType(request);
  return server?.responseTypes.get(responseType)?.grantType;
}

/** The response type with its values in the order in which it is registered. */
function sortResponseType({ parameters }: IncomingAuthorization): string {
  return (parameters.get('response_type') ?? '').split(' ').sort().join(' ');
}
