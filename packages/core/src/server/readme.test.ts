import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ConfigurationError } from '../index.js';
import { serve } from '../testing-support/serve.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The names in the fault of an option that does not exist. */
function optionNames(): readonly string[] {
  const misspelt: object = { isuer: 'https://auth.example' };
  try {
    serve(misspelt);
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    const [, names = ''] = /the options are (.*)/.exec(thrown.message) ?? [];
    return names.split(', ');
  }
  return [];
}

it('the README has a row for every option, so that none has to be guessed', () => {
  const names = optionNames();
  expect(names).toContain('issuer');
  expect(names.filter((name) => !readme.includes(`| \`${name}\` `))).toEqual([]);
});
