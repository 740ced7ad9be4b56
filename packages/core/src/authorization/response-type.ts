import { getGrantTypes } from '../client/client-metadata.js';
import type { ResponseType } from '../contract/authorization.js';
import type { Client } from '../contract/client.js';

/** The values of a response type are a set: their order means nothing (RFC 6749 section 3.1.1). */
export function sortResponseType(responseType: string): string {
  return responseType.split(' ').sort().join(' ');
}

/** Whether a client is registered for a response type, and for its grant if it has one. */
export function canUseResponseType(
  client: Client,
  responseType: string,
  { grantType }: Pick<ResponseType, 'grantType'>,
): boolean {
  const allowed = client.response_types ?? ['code'];
  return (
    allowed.some((type) => sortResponseType(type) === responseType) &&
    (grantType === undefined || getGrantTypes(client).includes(grantType))
  );
}
