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

const isUserConsents = documentGuard<UserConsents>({
  consents: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        id: text,
        issuer: text,
        clientId: text,
        scope: texts,
        requested: texts,
        since: time,
        rememberedUntil: time,
        ending: { type: 'boolean' },
      },
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
  return {
    find: async (subject, clientId) =>
      findLive((await users.find(subject))?.consents, { issuer, clientId }),
    async list(subject) {
      const all = (await users.find(subject))?.consents ?? [];
      return all.filter((consent) => consent.issuer === issuer);
    },
    async give(subject, decision) {
      const created = createConsent(host, decision);
      const change = (user: UserConsents | undefined): UserConsents => ({
        consents: addConsent(user?.consents ?? [], created),
      });
      const user = await addOrUpdate(users, subject, { change, expiresAt: neverExpires });
      return findLive(user.consents, created) ?? created;
    },
    async end(subject, clientId) {
      const user = await users.update(subject, ({ consents: all }) => {
        const consent = findConsent(all, { issuer, clientId });
        if (consent === undefined) return undefined;
        return { consents: [...omitConsent(all, consent.id), { ...consent, ending: true }] };
      });
      return findConsent(user?.consents, { issuer, clientId });
    },
    async remove(subject, id) {
      await users.update(subject, ({ consents: all }) => ({ consents: omitConsent(all, id) }));
    },
    removeAll: (subject) => users.remove(subject),
  };
}

type ConsentKey = Pick<Consent, 'issuer' | 'clientId'>;
type ConsentList = readonly Consent[];

function findConsent(
  all: ConsentList | undefined,
  { issuer, clientId }: ConsentKey,
): Consent | undefined {
  return all?.find((consent) => consent.issuer === issuer && consent.clientId === clientId);
}

function findLive(all: ConsentList | undefined, key: ConsentKey): Consent | undefined {
  const consent = findConsent(all, key);
  return consent?.ending === true ? undefined : consent;
}

function omitConsent(all: ConsentList, id: string | undefined): ConsentList {
  return all.filter((consent) => consent.id !== id);
}

/** Replaces an earlier consent. One that is ending leaves its id to the grants that end with it. */
function addConsent(all: ConsentList, created: Consent): ConsentList {
  const { id, since } = findLive(all, created) ?? created;
  return [...omitConsent(all, findConsent(all, created)?.id), { ...created, id, since }];
}

function createConsent({ issuer, now }: DocumentHost, decision: ConsentDecision): Consent {
  return { ...decision, id: randomUUID(), issuer, since: now(), ending: false };
}
