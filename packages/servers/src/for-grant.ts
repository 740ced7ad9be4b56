import type { Hooks } from '@oauth/core';

/** Hooks that make sense for a grant without an authorization request. */
export type TokenHooks = Pick<Hooks, 'tokenRequested' | 'issuing' | 'responding'>;

const responseTypes = { authorization_code: 'code', implicit: 'token' } as const;

/** Grants that begin with an authorization request. */
export type AuthorizationGrantType = keyof typeof responseTypes;

/** What {@link forGrant} returns. */
export interface GrantHooks {
  readonly name: string;
  readonly hooks: Hooks;
}

/** Hooks for one grant only: validators before and after, and modifiers of what it answers. */
export function forGrant(grantType: AuthorizationGrantType, hooks: Hooks): GrantHooks;
export function forGrant(grantType: string, hooks: TokenHooks): GrantHooks;
export function forGrant(grantType: string, hooks: Hooks): GrantHooks {
  const concerns = (request: { readonly grantType: string }): boolean =>
    request.grantType === grantType;
  const { tokenRequested, issuing, responding } = hooks;
  return {
    name: `hooks for ${grantType}`,
    hooks: {
      ...authorizationHooks(grantType, hooks),
      ...(tokenRequested && {
        tokenRequested: (request, server) =>
          concerns(request) ? tokenRequested(request, server) : undefined,
      }),
      ...(issuing && {
        issuing: (issuance, request, server) =>
          concerns(request) ? issuing(issuance, request, server) : issuance,
      }),
      ...(responding && {
        responding: (body, issuance, request, server) =>
          concerns(request) ? responding(body, issuance, request, server) : body,
      }),
    },
  };
}

function authorizationHooks(grantType: string, hooks: Hooks): Hooks {
  const responseType = new Map<string, string>(Object.entries(responseTypes)).get(grantType);
  const { authorizationRequested, authorizing, redirecting } = hooks;
  return {
    ...(authorizationRequested && {
      authorizationRequested: (request, server) =>
        request.parameters.get('response_type') === responseType
          ? authorizationRequested(request, server)
          : undefined,
    }),
    ...(authorizing && {
      authorizing: (request, server) =>
        request.responseType === responseType ? authorizing(request, server) : undefined,
    }),
    ...(redirecting && {
      redirecting: (parameters, request, server) =>
        request.responseType === responseType
          ? redirecting(parameters, request, server)
          : parameters,
    }),
  };
}
