import type { DocumentHost } from '@oauth/core/plugin';
import { listRecords } from '../storage/list-records.js';
import { type Consent, consentDetail, type Consents } from './consent.js';

/** A client that the user's consent or a live grant lets act for the user. */
export interface ConnectedApp {
  readonly consent: Consent;
  /** Epoch seconds: when the client last got a code or token. */
  readonly lastUsedAt: number;
}

/**
 * Lists a user's connected apps, the last used first: those with a live grant, and those whose consent
 * is remembered and would give a grant without a page.
 */
export async function listConnectedApps(
  consents: Consents,
  { store, now }: Omit<DocumentHost, 'issuer'>,
  subject: string,
): Promise<readonly ConnectedApp[]> {
  const lastIssued = new Map<string, number>();
  for await (const { data, expiresAt } of listRecords(store, { subject })) {
    const id = data.details?.[consentDetail];
    if (typeof id !== 'string' || expiresAt <= now()) continue;
    lastIssued.set(id, Math.max(lastIssued.get(id) ?? 0, data.issuedAt));
  }
  const apps = (await consents.list(subject)).flatMap((consent): ConnectedApp[] => {
    const lastUsedAt = lastIssued.get(consent.id);
    const isConnected =
      lastUsedAt !== undefined || consent.ending || consent.rememberedUntil > now();
    return isConnected ? [{ consent, lastUsedAt: lastUsedAt ?? consent.since }] : [];
  });
  return apps.sort((a, b) => b.lastUsedAt - a.lastUsedAt);
}
