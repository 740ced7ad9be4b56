import type { HttpResponse } from '@oauth/core/plugin';
import {
  byStore,
  protectedResource,
  type AccessTokenInfo,
  type ProtectedResource,
  type ProtectedResourceOptions,
  type Requirements,
} from '@oauth/resource';
import { recordEvents, type RecordedEvents } from '@oauth/testing';
import { testIssuer, resource, type Issuer } from './issuer.js';

export interface ProtectedApi extends Issuer {
  readonly api: ProtectedResource;
  readonly events: RecordedEvents;
  /** The response to a request that is denied access; throws when the request passes. */
  readonly expectRefusal: (request: Request, requirements?: Requirements) => Promise<HttpResponse>;
  /** What the token of a request says; throws when the request is denied access. */
  readonly expectAccess: (
    request: Request,
    requirements?: Requirements,
  ) => Promise<AccessTokenInfo>;
}

/** An API and an authorization server in one process, on one clock. */
export function protectedApi(options: Partial<ProtectedResourceOptions> = {}): ProtectedApi {
  const issuer = testIssuer();
  const events = recordEvents();
  const api = protectedResource({
    resource,
    validate: byStore(issuer.server),
    clock: issuer.clock.nowMs,
    onEvent: events.onEvent,
    ...options,
  });
  return {
    ...issuer,
    api,
    events,
    async expectRefusal(request, requirements) {
      const result = await api.validateProtectedResourceRequest(request, requirements);
      if (result.ok) throw new TypeError('the request was not denied access');
      return result.response;
    },
    async expectAccess(request, requirements) {
      const result = await api.validateProtectedResourceRequest(request, requirements);
      if (result.ok) return result.auth;
      throw new TypeError(`the request was denied access: ${result.reason}`);
    },
  };
}

/** A request for the profile with this Authorization header. */
export function requestWithAuthorization(
  authorization: string,
  init: RequestInit = {},
  query = '',
): Request {
  const headers = new Headers(init.headers);
  headers.set('Authorization', authorization);
  return new Request(`${resource}/profile${query}`, { ...init, headers });
}

/** A request for the profile with this bearer token. */
export function bearerRequest(token: string, query = ''): Request {
  return requestWithAuthorization(`Bearer ${token}`, {}, query);
}

/** A request that posts a form to the profile. */
export function formRequest(
  body: Record<string, string> | string,
  init: RequestInit = {},
): Request {
  const form = typeof body === 'string' ? body : new URLSearchParams(body).toString();
  const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
  return new Request(`${resource}/profile`, { method: 'POST', body: form, ...init, headers });
}

/** The `WWW-Authenticate` value of a response. */
export function getChallenge({ headers }: HttpResponse): string {
  return String(headers['WWW-Authenticate']);
}
