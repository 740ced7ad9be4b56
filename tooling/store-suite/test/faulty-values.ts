import type { JsonObject, JsonValue, StoredRecord } from '@oauth/core';
import type { Fault } from './faults.js';

/** The key under which a store with the fault keeps an id. */
export function toKey(id: string, fault: Fault | undefined): string {
  switch (fault) {
    case 'ignores case':
      return id.toLowerCase();
    case 'trims ids':
      return id.trim();
    case 'cuts ids at 255':
      return id.slice(0, 255);
    case 'normalises text':
      return id.normalize('NFKC');
    case 'folds accents':
      return id.normalize('NFD').replace(/\p{M}/gu, '');
    case 'ignores what cannot be seen':
      return id.replace(/\p{Cf}/gu, '');
    case 'repairs surrogates':
      return id.replace(/\p{Cs}/gu, '\ufffd');
    case 'ends ids at NUL':
      return id.split('\0')[0] ?? '';
    default:
      return id;
  }
}

/** The record that a store with the fault returns for one that it was given. */
export function damageRecord(record: StoredRecord, fault: Fault | undefined): StoredRecord {
  const { data, expiresAt } = record;
  const { scope, issuedAt, audience, details, spentAt } = data;
  switch (fault) {
    case 'drops details':
      return { ...record, data: { ...data, details: undefined } };
    case 'drops null':
      return { ...record, data: { ...data, details: removeNulls(data.details) } };
    case 'keeps expiry in 32 bits':
      return { ...record, expiresAt: expiresAt | 0 };
    case 'drops what it does not know':
      return { ...record, data: { scope, issuedAt, audience, details, spentAt } };
    case 'forgets what is spent':
      return { ...record, data: { ...data, spentAt: undefined } };
    case 'ends text at NUL':
      return { ...record, data: { ...data, details: cutAtNul(data.details) } };
    default:
      return record;
  }
}

function removeNulls(details: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
}

function cutAtNul(details: JsonObject = {}): JsonObject {
  const cut: Record<string, JsonValue | undefined> = {};
  for (const [name, value] of Object.entries(details))
    cut[name] = typeof value === 'string' ? value.split('\0')[0] : value;
  return cut;
}
