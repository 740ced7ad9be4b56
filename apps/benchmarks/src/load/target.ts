import type { LoadTarget } from './load.js';

const texts = ['url', 'preparedFile'];
const numbers = ['seconds', 'connections'];

/** Whether parsed JSON is a target, for a generator that is a process of its own. */
export function isJsonTarget(value: unknown): value is Omit<LoadTarget, 'core'> {
  if (typeof value !== 'object' || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  return (
    texts.every((name) => typeof members.get(name) === 'string') &&
    numbers.every((name) => typeof members.get(name) === 'number') &&
    typeof members.get('singleUse') === 'boolean' &&
    typeof members.get('headers') === 'object' &&
    (members.get('method') === 'GET' || members.get('method') === 'POST')
  );
}
