import { randomUUID } from 'node:crypto';
import { type DocumentHost, documents, neverExpires } from '@oauth/core/plugin';
import { addOrUpdate } from '../documents/add-or-update.js';
import { documentGuard } from '../documents/document-guard.js';
import { sharedHost } from '../documents/shared-host.js';
import type { Consent, ConsentDecision, Consents } from './consent.js';

/**
 * The consents of a user at all issuers, in one document: a store lists no documents by user. It is
 * written when the user decides, and not when a client uses its tokens.
 */
type UserConsents = Readonly<{ consents: readonly Consent[] }>;

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const time = { type: 'number' } as const;

const consentProperties = {
  id: text,
  issuer: text,
  clientId: text,
  scope: texts,
  requested: texts,
  since: time,
  rememberedUntil: time,
  ending: { type: 'boolean' },
} as const;

const isUserConsents = documentGuard<UserConsents>({
  consents: {
    type: 'array',
    items: {
      type: 'object',
      properties: consentProperties,
      required: [
        'id',
        'issuer',
        'clientId',
        'scope',
        'requested',
        'since',
        'rememberedUntil',
        'ending',
      ],
    },
  },
});

/** The consents at the host's issuer. */
export function consents(host: DocumentHost): Consents {
  const { issuer } = host;
  const users = documents<UserConsents>(sharedHost(host), 'app-server.consents', isUserConsents);
  const isOf = (consent: Consent, clientId: string): boolean =>
    consent.issuer === issuer && consent.clientId === clientId;
  const findLive = (user: UserConsents | undefined, clientId: string): Consent | undefined =>
    user?.consents.find((consent) => isOf(consent, clientId) && !consent.ending);

  return {
    find: async (subject, clientId) => findLive(await users.find(subject), clientId),
    async list(subject) {
      const user = await users.find(subject);
      return user?.consents.filter((consent) => consent.issuer === issuer) ?? [];
    },
    async give(subject, decision) {
      const { clientId } = decision;
      const created = createConsent(host, decision);
      const change = (user: UserConsents | undefined): UserConsents => {
        const { id, since } = findLive(user, clientId) ?? created;
        const others = user?.consents.filter((consent) => !isOf(consent, clientId)) ?? [];
        return { consents: [...others, { ...created, id, since }] };
      };
      const user = await addOrUpdate(users, subject, { change, expiresAt: neverExpires });
      return findLive(user, clientId) ?? created;
    },
    async end(subject, clientId) {
      const user = await users.update(subject, ({ consents: all }) => {
        const found = all.find((consent) => isOf(consent, clientId));
        if (found === undefined) return undefined;
        return {
          consents: [...all.filter(({ id }) => id !== found.id), { ...found, ending: true }],
        };
      });
      return user?.consents.find((consent) => isOf(consent, clientId));
    },
    async remove(subject, id) {
      await users.update(subject, ({ consents: all }) => ({
        consents: all.filter((consent) => consent.id !== id),
      }));
    },
    removeAll: (subject) => users.remove(subject),
  };
}

function createConsent({ issuer, now }: DocumentHost, decision: ConsentDecision): Consent {
  return { ...decision, id: randomUUID(), issuer, since: now(), ending: false };
}
