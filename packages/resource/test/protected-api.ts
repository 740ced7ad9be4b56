import type { HttpResponse } from '@oauth/core';
import {
  byStore,
  protectedResource,
  type AccessTokenInfo,
  type ProtectedResource,
  type ProtectedResourceOptions,
  type Requirements,
} from '@oauth/resource';
import { recordEvents, type RecordedEvents } from '@oauth/testing';
import { makeIssuer, resource, type Issuer } from './issuer.js';

export interface ProtectedApi extends Issuer {
  readonly api: ProtectedResource;
  readonly events: RecordedEvents;
  /** The response to a refused request; throws when it is not refused. */
  readonly refused: (request: Request, needed?: Requirements) => Promise<HttpResponse>;
  /** What is known of an accepted request; throws when it is refused. */
  readonly accepted: (request: Request, needed?: Requirements) => Promise<AccessTokenInfo>;
}

/** An API and an authorization server in one process, on one clock. */
export function protectedApi(options: Partial<ProtectedResourceOptions> = {}): ProtectedApi {
  const issuer = makeIssuer();
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
    async refused(request, needed) {
      const verdict = await api.validateProtectedResourceRequest(request, needed);
      if (verdict.ok) throw new TypeError('the request was not refused');
      return verdict.response;
    },
    async accepted(request, needed) {
      const verdict = await api.validateProtectedResourceRequest(request, needed);
      if (verdict.ok) return verdict.auth;
      throw new TypeError(`the request was refused: ${verdict.reason}`);
    },
  };
}

/** A request with this Authorization header. */
export function withHeader(authorization: string, init: RequestInit = {}, query = ''): Request {
  const headers = new Headers(init.headers);
  headers.set('Authorization', authorization);
  return new Request(`${resource}/profile${query}`, { ...init, headers });
}

/** A request with this token. */
export function bearer(token: string, query = ''): Request {
  return withHeader(`Bearer ${token}`, {}, query);
}

/** A posted form. */
export function posted(body: Record<string, string> | string, init: RequestInit = {}): Request {
  const form = typeof body === 'string' ? body : new URLSearchParams(body).toString();
  const headers = new Headers({ 'Content-Type': 'application/x-www-form-urlencoded' });
  for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
  return new Request(`${resource}/profile`, { method: 'POST', body: form, ...init, headers });
}

/** The challenge of a response. */
export function challengeOf({ headers }: HttpResponse): string {
  return String(headers['WWW-Authenticate']);
}
