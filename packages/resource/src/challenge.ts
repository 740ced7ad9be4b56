/** Parameters of a challenge; those that are `undefined` are left out. */
export type ChallengeParameters = Readonly<Record<string, string | undefined>>;

/**
 * A `WWW-Authenticate` value of the scheme Bearer.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function formatChallenge(parameters: ChallengeParameters): string {
  const formatted = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quote(value)}`],
  );
  return formatted.length === 0 ? 'Bearer' : `Bearer ${formatted.join(', ')}`;
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4 */
function quote(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`;
}
