/** Parameters of a challenge; those that are `undefined` are left out. */
export type ChallengeParameters = Readonly<Record<string, string | undefined>>;

/**
 * A `WWW-Authenticate` value.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function bearerChallenge(parameters: ChallengeParameters): string {
  const written = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quoted(value)}`],
  );
  return written.length === 0 ? 'Bearer' : `Bearer ${written.join(', ')}`;
}

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-5.6.4 */
function quoted(text: string): string {
  return `"${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`;
}
