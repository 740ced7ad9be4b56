import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerChallenge } from './challenge.js';

/** What a client reads from a challenge of one scheme (RFC 9110 section 11.2). */
function parse(challenge: string): Record<string, string> {
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
describe('a challenge', () => {
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
  ])('of %j is %s', (parameters, expected) => {
    expect(bearerChallenge(parameters)).toBe(expected);
  });

  it('of any text is a header that reads back', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(texts, texts, (realm, scope) => {
        const challenge = bearerChallenge({ realm, scope });
        expect(() => new Headers({ 'WWW-Authenticate': challenge })).not.toThrow();
        const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
        expect(parse(challenge)).toEqual({ realm: printable(realm), scope: printable(scope) });
      }),
    );
  });
});
