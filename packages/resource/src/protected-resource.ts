import type { HttpHeaders, HttpRequest, HttpResponse } from '@oauth/core/plugin';
import { buildFailureResponse, emitFailure, getFailureReason } from './access-failure.js';
import { buildChallenges } from './challenge.js';
import { checkResourceOptions, type ProtectedResourceOptions } from './options.js';
import { type ResourceMetadata, resourceMetadata } from './resource-metadata.js';
import type { AccessTokenInfo, Requirements } from './types.js';
import { type AccessPolicy, validateAccess } from './validate-access.js';

/** What a request's token says, or the response to a request that is denied access. */
export type ValidationResult =
  | {
      readonly ok: true;
      readonly auth: AccessTokenInfo;
      /** Headers that a sender constraint adds to the response of the handler. */
      readonly headers?: HttpHeaders | undefined;
    }
  | { readonly ok: false; readonly response: HttpResponse; readonly reason: string };

/** An API that access tokens protect. */
export interface ProtectedResource extends ResourceMetadata {
  /** Validates a request's access token. Never rejects: every failure is a response to send. */
  readonly validateProtectedResourceRequest: (
    request: HttpRequest,
    requirements?: Requirements,
  ) => Promise<ValidationResult>;
}

/**
 * The protected-resource side of an API.
 *
 * @throws ConfigurationError that lists every fault
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export function protectedResource(options: ProtectedResourceOptions): ProtectedResource {
  checkResourceOptions(options);
  const { resource, realm = resource, senders = {}, clock = Date.now, onEvent } = options;
  const metadata = resourceMetadata(options);
  const challenges = buildChallenges(senders, { realm, resource_metadata: metadata.url });
  const schemes = new Set(challenges.map(({ scheme }) => scheme.toLowerCase()));
  const policy: AccessPolicy = { ...options, senders, schemes, origin: new URL(resource).origin };
  return {
    ...metadata,
    validateProtectedResourceRequest: async (request, requirements = {}) => {
      const nowMs = clock();
      const now = Math.floor(nowMs / 1000);
      const decision = await validateAccess(request, requirements, policy, now);
      if ('auth' in decision) return { ok: true, ...decision };
      const { failure } = decision;
      emitFailure(failure, nowMs, onEvent);
      const response = buildFailureResponse(failure, challenges);
      return { ok: false, response, reason: getFailureReason(failure) };
    },
  };
}
