import { createHash } from 'node:crypto';
import type { HttpRequest } from '@oauth/core';

/** Reads and writes one cookie. */
export interface Cookie {
  read(request: HttpRequest): string | undefined;
  /** Makes a Set-Cookie header; the cookie lasts until the browser is closed. */
  write(value: string): string;
  /** Makes a Set-Cookie header that removes the cookie. */
  clear(): string;
}

/**
 * A cookie that scripts cannot read and that forms of other sites do not send. Over https the prefix
 * `__Host-` keeps subdomains from planting one. Issuers on other paths and ports of the host get the
 * cookie too, so its name tells them apart.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-8.5
 */
export function issuerCookie(name: string, issuer: string): Cookie {
  const secure = new URL(issuer).protocol === 'https:';
  const issuerDigest = createHash('sha256').update(issuer).digest('hex').slice(0, 8);
  const fullName = `${secure ? '__Host-' : ''}${name}-${issuerDigest}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    read(request) {
      const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      const found = pairs.find((pair) => pair.startsWith(`${fullName}=`));
      return found?.slice(fullName.length + 1);
    },
    write: (value) => `${fullName}=${value}; ${attributes}`,
    clear: () => `${fullName}=; Max-Age=0; ${attributes}`,
  };
}
