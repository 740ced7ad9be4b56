import type { Client, HttpRequest, OAuthEvent, Store } from '@oauth/core';
import type { Config } from '../config/config.js';
import type { Connection, Connections } from '../connections/connection.js';
import type { Renderer } from '../pages/renderer.js';
import type { Browsers } from '../sessions/browsers.js';
import type { Authenticate } from '../users/authenticator.js';

/** What the pages' steps work with. */
export interface FlowParts {
  readonly config: Config;
  readonly render: Renderer;
  readonly browsers: Browsers;
  readonly connections: Connections;
  readonly authenticate: Authenticate;
  /** Where codes and tokens rest, to revoke them. */
  readonly store: Store;
  /** Epoch seconds. */
  readonly now: () => number;
  readonly findClient: (clientId: string) => Client | undefined;
  readonly emit: (event: Omit<OAuthEvent, 'timestampMs'>) => void;
}

/** Largest form that a page posts, in bytes. */
const maxForm = 65_536;

/** Reads a form that a page of ours posted. */
export async function readForm(request: HttpRequest): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const text = type === 'application/x-www-form-urlencoded' ? await request.text(maxForm) : '';
  return new URLSearchParams(text.length > maxForm ? '' : text);
}

/** Notes that a client used what a user let it do; `undefined` if it may not any more. */
export function noteUse(
  { connections, now }: FlowParts,
  subject: string,
  clientId: string,
): Promise<Connection | undefined> {
  const lastUsedAt = now();
  return connections.update(subject, clientId, (before) => before && { ...before, lastUsedAt });
}
