import type { Hooks, Plugin } from '@oauth/core';

/** Hooks that make sense for a grant without an authorization request. */
export type TokenHooks = Pick<Hooks, 'tokenRequested' | 'issuing' | 'responding'>;

const responseTypes = { authorization_code: 'code', implicit: 'token' } as const;

/** Grants that begin with an authorization request. */
export type AuthorizationGrantType = keyof typeof responseTypes;

/** What {@link forGrant} returns. */
export type GrantHooks = Required<Pick<Plugin, 'name' | 'hooks'>>;

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
        tokenRequested: (request) => (concerns(request) ? tokenRequested(request) : undefined),
      }),
      ...(issuing && {
        issuing: (issuance, request) => (concerns(request) ? issuing(issuance, request) : issuance),
      }),
      ...(responding && {
        responding: (body, issuance, request) =>
          concerns(request) ? responding(body, issuance, request) : body,
      }),
    },
  };
}

function authorizationHooks(grantType: string, hooks: Hooks): Hooks {
  const responseType = new Map<string, string>(Object.entries(responseTypes)).get(grantType);
  const { authorizationRequested, authorizing, redirecting } = hooks;
  return {
    ...(authorizationRequested && {
      authorizationRequested: (request) =>
        request.parameters.get('response_type') === responseType
          ? authorizationRequested(request)
          : undefined,
    }),
    ...(authorizing && {
      authorizing: (request) =>
        request.responseType === responseType ? authorizing(request) : undefined,
    }),
    ...(redirecting && {
      redirecting: (parameters, request) =>
        request.responseType === responseType ? redirecting(parameters, request) : parameters,
    }),
  };
}
