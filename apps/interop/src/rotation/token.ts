import type { JsonObject } from '@oauth/core';
import { isJsonObject } from '@oauth/core/plugin';

/** A JWT access token, and two of its members. */
export interface ParsedToken {
  readonly text: string;
  readonly kid: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Parses a token without verifying it. */
export function parseToken(text: string): ParsedToken {
  const [header = '', payload = ''] = text.split('.');
  const { kid } = decodePart(header);
  if (typeof kid !== 'string') throw new TypeError(`The token has no kid: ${text}`);
  return { text, kid, expiresAt: Number(decodePart(payload)['exp']) };
}

/** A token with the signature of another one, and with the id of another client. */
export function forgeClaims(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  return [header, encodePart({ ...decodePart(payload), client_id: 'mallory' }), signature].join(
    '.',
  );
}

/** A token that names a key of no key set, so that APIs fetch the keys again. */
export function forgeKeyId(token: string): string {
  const [header = '', payload, signature] = token.split('.');
  return [encodePart({ ...decodePart(header), kid: 'unknown' }), payload, signature].join('.');
}

function decodePart(part: string): JsonObject {
  const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
  return isJsonObject(value) ? value : {};
}

function encodePart(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
