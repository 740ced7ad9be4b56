import type { ServerContext, StoredRecord, TokenRequest } from '@oauth/core/plugin';
import type { RefreshOptions } from './options.js';

/** A refresh token that the client it was issued to presents. */
export interface PresentedRefreshToken {
  readonly request: TokenRequest;
  readonly server: ServerContext;
  readonly options: RefreshOptions;
  readonly token: string;
  readonly record: StoredRecord;
}

const ownParameters = ['grant_type', 'refresh_token'];

/**
 * What a request asks for beside the new tokens: all its parameters except those of the grant and the
 * client's credentials, which may differ in a retry. In alphabetical order; usually empty.
 */
export function listRequestedParameters({
  request: { parameters },
  server: { credentialParameters },
}: PresentedRefreshToken): readonly (readonly [string, ...string[]])[] {
  const requested: [string, ...string[]][] = [];
  for (const name of parameters.names())
    if (!ownParameters.includes(name) && !credentialParameters.has(name)) {
      const values = parameters.all(name);
      if (values.length > 0) requested.push([name, ...values]);
    }
  return requested.length > 1 ? requested.sort(compareNames) : requested;
}

function compareNames(
  [a]: readonly [string, ...string[]],
  [b]: readonly [string, ...string[]],
): number {
  return a < b ? -1 : 1;
}
