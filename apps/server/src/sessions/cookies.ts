import { createHash } from 'node:crypto';
import type { HttpRequest } from '@oauth/core';

/** Writes and reads one cookie of the server's. */
export interface Cookie {
  read(request: HttpRequest): string | undefined;
  /** A Set-Cookie header that lasts until the browser is closed. */
  write(value: string): string;
  /** A Set-Cookie header that removes it. */
  clear(): string;
}

/**
 * A cookie that no script reads and no other site's form sends. Over https its prefix binds it to
 * this host, so that no subdomain can plant another. Issuers on other paths and ports of the host
 * get the same cookies; by its name each knows its own.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-8.5
 */
export function issuerCookie(name: string, issuer: string): Cookie {
  const secure = new URL(issuer).protocol === 'https:';
  const ownName = `${name}-${createHash('sha256').update(issuer).digest('hex').slice(0, 8)}`;
  const fullName = secure ? `__Host-${ownName}` : ownName;
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
