import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatChallenge } from './challenge.js';

/** Parses the challenge of one scheme as a client does (RFC 9110 section 11.2). */
function parseChallenge(challenge: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  let rest = challenge.slice('Bearer '.length);
  while (rest !== '') {
    const [all, name = '', value = ''] = /^(\w+)="((?:[^"\\]|\\.)*)"(?:, |$)/.exec(rest) ?? [];
    if (all === undefined) throw new TypeError(`not a challenge: ${rest}`);
    parameters[name] = value.replace(/\\(.)/g, '$1');
    rest = rest.slice(all.length);
  }
  return parameters;
}

// #188
describe('the challenge that clients parse', () => {
  it.each([
    [{}, 'Bearer'],
    [{ realm: undefined }, 'Bearer'],
    [{ realm: 'a' }, 'Bearer realm="a"'],
    [{ realm: 'a', scope: 'read write' }, 'Bearer realm="a", scope="read write"'],
    [{ realm: 'say "hi" \\ bye' }, 'Bearer realm="say \\"hi\\" \\\\ bye"'],
    [{ realm: 'a\r\nSet-Cookie: x=1' }, 'Bearer realm="a??Set-Cookie: x=1"'],
    [{ realm: 'Zürich ☃' }, 'Bearer realm="Z?rich ?"'],
    [{ realm: '", error="none' }, 'Bearer realm="\\", error=\\"none"'],
    [{ realm: '' }, 'Bearer realm=""'],
  ])('is written for %j as %s', (parameters, expected) => {
    expect(formatChallenge({ scheme: 'Bearer', parameters })).toBe(expected);
  });

  it('is a valid header that reads back, whatever its parameters are', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(texts, texts, (realm, scope) => {
        const challenge = formatChallenge({ scheme: 'Bearer', parameters: { realm, scope } });
        expect(() => new Headers({ 'WWW-Authenticate': challenge })).not.toThrow();
        const toPrintable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
        expect(parseChallenge(challenge)).toEqual({
          realm: toPrintable(realm),
          scope: toPrintable(scope),
        });
      }),
    );
  });
});
