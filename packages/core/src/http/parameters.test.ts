import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import type { Parameters } from '../contract/parameters.js';
import { parseParameters } from './parameters.js';

const limitsOf = (maxParameters = 1000) => ({
  maxParameters,
  repeatable: new Set(['resource', 'audience']),
});

/** Reason of the refusal, or the parsed parameters. */
function read(text: string, limit = 1000): Parameters | string {
  try {
    return parseParameters(text, limitsOf(limit));
  } catch (thrown) {
    if (OAuthError.is(thrown) && thrown.code === 'invalid_request') return thrown.reason;
    throw thrown;
  }
}

function value(text: string, name: string): string | undefined {
  return parseParameters(text, limitsOf(1000)).get(name);
}

describe('values', () => {
  it.each([
    ['a=b', 'a', 'b'],
    ['x=1&a=b&y=2', 'a', 'b'],
    ['&&a=b&', 'a', 'b'],
    ['a=b=c', 'a', 'b=c'],
    ['%61=b', 'a', 'b'],
    ['a=%C3%A9', 'a', 'é'],
    ['a=%c3%a9', 'a', 'é'],
    ['=b', '', 'b'],
  ])('%s: %s is %s', (text, name, expected) => {
    expect(value(text, name)).toBe(expected);
  });

  // #107
  it('reads + as a space and %2B as a plus sign', () => {
    expect(value('scope=a+b', 'scope')).toBe('a b');
    expect(value('secret=a%2Bb', 'secret')).toBe('a+b');
  });

  // [A4] #8
  it.each(['', 'a', 'a=', 'b=1'])('takes "%s" as a request without a', (text) => {
    expect(value(text, 'a')).toBeUndefined();
    expect(() => parseParameters(text, limitsOf(10)).required('a')).toThrow(OAuthError);
  });

  // #104
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other',
    (name) => {
      expect(value('a=1', name)).toBeUndefined();
      expect(value(`${name}=1`, name)).toBe('1');
      expect(value(`constructor[prototype][x]=1`, name)).toBeUndefined();
    },
  );

  // #7
  it.each(['state[]=a', 'client_id[$ne]=x', 'redirect_uri[0]=x'])(
    'brackets of %s mean nothing',
    (text) => {
      for (const name of ['state', 'client_id', 'redirect_uri'])
        expect(value(text, name)).toBeUndefined();
    },
  );

  it('has every value of resource, in order', () => {
    const parameters = parseParameters('resource=b&resource=a&resource=c&audience=d', limitsOf(10));
    expect(parameters.all('resource')).toEqual(['b', 'a', 'c']);
    expect(parameters.all('audience')).toEqual(['d']);
    expect(parameters.all('scope')).toEqual([]);
  });
});

describe('refusals', () => {
  // #100 #101
  it.each([
    ['a=1&a=2'],
    ['a=1&a=1'],
    ['a=1&a='],
    ['a=&a=1'],
    ['a&a'],
    ['a=1&%61=2'],
    ['__proto__=1&__proto__=2'],
  ])('%s names a twice', (text) => {
    expect(read(text)).toBe('parameters.duplicate');
  });

  // [A7] #106
  it.each(['a=%zz', 'a=%', 'a=%e0%a4', 'a=%c0%80', 'a=%ff', 'a=%00', 'a=b%00c', '%00=a', '%=1'])(
    '%s is not urlencoded text',
    (text) => {
      expect(read(text)).toBe('parameters.bad_encoding');
    },
  );

  // #106
  it.each(['a=b c', 'a=\0', 'a=é', 'a=b\n', '\u2028=1'])('%j has raw characters', (text) => {
    expect(read(text)).toBe('parameters.not_urlencoded');
  });

  // #109
  it('stops at the limit', () => {
    const text = Array.from({ length: 11 }, (_, index) => `p${index}=1`).join('&');
    expect(read(text, 10)).toBe('parameters.too_many');
    expect(read(text, 11)).not.toBe('parameters.too_many');
    expect(read('resource=a&'.repeat(11), 10)).toBe('parameters.too_many');
  });
});

function decodable(text: string): boolean {
  try {
    return decodeURIComponent(text).length > 0;
  } catch {
    return false;
  }
}

const character = fc.oneof(
  fc.constantFrom('&', '=', '+', '%', ' ', '[', ']', '"', 'é', '€', '😀'),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
const text = fc.string({ unit: character, maxLength: 12 }).filter((one) => !one.includes('\0'));

describe('agrees with URLSearchParams', () => {
  it('on what URLSearchParams writes', () => {
    const pairs = fc.uniqueArray(fc.tuple(text, text), {
      selector: ([name]) => name,
      maxLength: 8,
    });
    fc.assert(
      fc.property(pairs, (entries) => {
        const parameters = parseParameters(new URLSearchParams(entries).toString(), limitsOf(100));
        for (const [name, expected] of entries)
          expect(parameters.get(name)).toBe(expected === '' ? undefined : expected);
      }),
    );
  });

  it('on all that it accepts, and refuses only for a reason', () => {
    const piece = fc.oneof(
      fc.constantFrom('&', '=', '+', 'a', 'b', '%41', '%61', '%C3%A9', '%2B', '%26', '%', '%0'),
      fc.constantFrom('%00', '%ff', '%e2%82', 'resource=', '[', ']', '__proto__'),
    );
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 20 }), (input) => {
        const theirs = new URLSearchParams(input);
        const parsed = read(input);
        if (typeof parsed !== 'string')
          for (const name of theirs.keys())
            expect(parsed.get(name)).toBe(theirs.get(name) === '' ? undefined : theirs.get(name));
        else if (parsed === 'parameters.duplicate')
          expect(new Set(theirs.keys()).size).toBeLessThan([...theirs.keys()].length);
        else expect(input.includes('%00') || !decodable(input)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

it('names the parameters in the order they came', () => {
  const parameters = parseParameters('b=2&resource=x&a=1&resource=y', limitsOf(10));
  expect([...parameters.names()]).toEqual(['b', 'resource', 'a']);
});

// [A8]
it.each([['a secret'], ['code_verifier']])('shows nothing of %j to a log', (text) => {
  const parameters = parseParameters(
    new URLSearchParams({ [text]: text }).toString(),
    limitsOf(10),
  );
  const printed = [inspect(parameters, { depth: 9 }), JSON.stringify(parameters)];
  for (const line of printed) expect(line).not.toContain(text);
});
