import type { JsonObject } from '@oauth/core';
import { isJsonObject } from '@oauth/core/plugin';

/** A token, and what it says of itself. */
export interface SeenToken {
  readonly token: string;
  readonly kid: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Reads a token without checking anything. */
export function readToken(token: string): SeenToken {
  const [header = '', payload = ''] = token.split('.');
  const { kid } = decode(header);
  if (typeof kid !== 'string') throw new TypeError(`a token without kid: ${token}`);
  return { token, kid, expiresAt: Number(decode(payload)['exp']) };
}

/** The same claims of another client, signed by nobody. */
export function altered(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  return [header, encode({ ...decode(payload), client_id: 'mallory' }), signature].join('.');
}

/** The same by a key that nobody knows, which makes APIs look for it. */
export function ofUnknownKey(token: string): string {
  const [header = '', payload, signature] = token.split('.');
  return [encode({ ...decode(header), kid: 'nobody' }), payload, signature].join('.');
}

function decode(part: string): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
  return isJsonObject(value) ? value : {};
}

function encode(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
