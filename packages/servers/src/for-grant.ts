import type { Hooks } from '@oauth/core';

/** Hooks that make sense for a grant without an authorization request. */
export type TokenHooks = Pick<Hooks, 'onTokenRequest' | 'beforeIssue' | 'beforeTokenResponse'>;

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
  const { onTokenRequest, beforeIssue, beforeTokenResponse } = hooks;
  return {
    name: `hooks for ${grantType}`,
    hooks: {
      ...authorizationHooks(grantType, hooks),
      ...(onTokenRequest && {
        onTokenRequest: (request, server) =>
          concerns(request) ? onTokenRequest(request, server) : undefined,
      }),
      ...(beforeIssue && {
        beforeIssue: (issuance, request, server) =>
          concerns(request) ? beforeIssue(issuance, request, server) : issuance,
      }),
      ...(beforeTokenResponse && {
        beforeTokenResponse: (body, issuance, request, server) =>
          concerns(request) ? beforeTokenResponse(body, issuance, request, server) : body,
      }),
    },
  };
}

function authorizationHooks(grantType: string, hooks: Hooks): Hooks {
  const responseType = new Map<string, string>(Object.entries(responseTypes)).get(grantType);
  const { onAuthorizationRequest, beforeAuthorize, beforeRedirect } = hooks;
  return {
    ...(onAuthorizationRequest && {
      onAuthorizationRequest: (request, server) =>
        request.parameters.get('response_type') === responseType
          ? onAuthorizationRequest(request, server)
          : undefined,
    }),
    ...(beforeAuthorize && {
      beforeAuthorize: (request, server) =>
        request.responseType === responseType ? beforeAuthorize(request, server) : undefined,
    }),
    ...(beforeRedirect && {
      beforeRedirect: (parameters, request, server) =>
        request.responseType === responseType
          ? beforeRedirect(parameters, request, server)
          : parameters,
    }),
  };
}
