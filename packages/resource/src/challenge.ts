import type { ByName } from '@oauth/core/plugin';
import type { SenderConstraint } from './sender-constraint.js';

/** Parameters of a challenge; those that are `undefined` are left out. */
export type ChallengeParameters = Readonly<Record<string, string | undefined>>;

/** The challenge of one scheme, without the parameters of a request. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: ChallengeParameters;
}

/**
 * The challenges of an API: one for `Bearer` and one for every other scheme of its senders.
 *
 * @param common parameters that all of them have
 */
export function buildChallenges(
  senders: ByName<SenderConstraint>,
  common: ChallengeParameters,
): readonly Challenge[] {
  const challenges = new Map<string, Challenge>([
    ['bearer', { scheme: 'Bearer', parameters: common }],
  ]);
  for (const { scheme = 'Bearer', challenge } of Object.values(senders)) {
    const key = scheme.toLowerCase();
    const known = challenges.get(key) ?? { scheme, parameters: common };
    challenges.set(key, { ...known, parameters: { ...known.parameters, ...challenge } });
  }
  return [...challenges.values()];
}

/**
 * A `WWW-Authenticate` value.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1
 */
export function formatChallenge({ scheme, parameters }: Challenge): string {
  const formatted = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quote(value)}`],
  );
  return formatted.length === 0 ? scheme : `${scheme} ${formatted.join(', ')}`;
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4 */
function quote(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`;
}
