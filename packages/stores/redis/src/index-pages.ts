import type { RedisCommands } from './client.js';
import { indexPageScript } from './scripts.js';

/** An entry of the indexes of a target, and where it is in their order. */
export interface IndexEntry {
  /** Number of the index, counted from 0. */
  readonly index: number;
  readonly score: number;
  readonly partition: string;
}

/** Reads up to `count` entries of indexes, one index after the other, that come after `last`. */
export async function readIndexes(
  redis: RedisCommands,
  indexes: readonly string[],
  count: number,
  last?: IndexEntry,
): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = [];
  for (const [index, key] of indexes.entries()) {
    if (index < (last?.index ?? 0) || entries.length >= count) continue;
    const least = last?.index === index ? String(last.score) : '-inf';
    // One more, since the entry after which the page begins is read again.
    const missing = count - entries.length + 1;
    const reply = await redis.runScript(indexPageScript, [key], [least, String(missing)]);
    const found = parseEntries(reply, index).filter((entry) => isBehind(entry, last));
    entries.push(...found.slice(0, count - entries.length));
  }
  return entries;
}

/** Redis orders entries of one score by their bytes. */
function isBehind(entry: IndexEntry, last: IndexEntry | undefined): boolean {
  if (entry.index !== last?.index) return true;
  if (entry.score !== last.score) return entry.score > last.score;
  return Buffer.compare(Buffer.from(entry.partition), Buffer.from(last.partition)) > 0;
}

function parseEntries(reply: unknown, index: number): readonly IndexEntry[] {
  if (!Array.isArray(reply)) throw new Error('Redis replied to a page of an index with no list.');
  const words: readonly unknown[] = reply;
  return words.flatMap((word, place) =>
    place % 2 === 0 ? [{ index, partition: String(word), score: Number(words[place + 1]) }] : [],
  );
}

/** Writes an entry as the position of a list. */
export function formatPosition({ index, score, partition }: IndexEntry): string {
  return JSON.stringify([index, score, partition]);
}

/** Parses a position of a list; `undefined` when the text is none. */
export function parsePosition(text: string): IndexEntry | undefined {
  const values = parseJson(text);
  if (!Array.isArray(values) || values.length !== 3) return undefined;
  const members: readonly unknown[] = values;
  const [index, score, partition] = members;
  const isPosition =
    typeof index === 'number' && typeof score === 'number' && typeof partition === 'string';
  return isPosition ? { index, score, partition } : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
