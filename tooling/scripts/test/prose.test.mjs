import { describe, expect, it } from 'vitest';
import { parse } from '../lib/ast.mjs';
import { crowdedFunctions } from '../lib/functions.mjs';
import { nestedAndThen } from '../lib/nested-and-then.mjs';
import { proseOfComments, proseOfMarkdown } from '../lib/prose-text.mjs';
import { wordFaults } from '../lib/prose-words.mjs';
import { retiredNames, retiredWordsOf } from '../lib/retired-words.mjs';
import { titleFaults } from '../lib/title-faults.mjs';

const file = (text) => parse('a.ts', text);
const linesOf = (faults) => faults.map(({ line }) => line);

describe('banned words', () => {
  const inComments = (text) => linesOf(wordFaults(proseOfComments(file(text))));
  const inMarkdown = (text) => linesOf(wordFaults(proseOfMarkdown(text)));

  it('are found in comments of every form, on the line they begin on', () => {
    const text =
      '// Nobody\nconst a = 1; // whoever\n/**\n * Left as it\n * stands.\n */\nf(/* anyone */ a);\n';
    const faults = inComments(`${text}{\n  // so many\n}\n// hears of\n`);
    expect(faults.sort((one, other) => one - other)).toEqual([1, 2, 4, 7, 9, 11]);
  });

  it('are no faults in code, in texts and in what a comment quotes', () => {
    expect(
      inComments("nobody('so many', `anyone // nobody`, /nobody/); // `nobody`, {@link anyone}"),
    ).toEqual([]);
  });

  it('do not begin in one comment and end in another one', () => {
    expect(inComments('// so\nrun();\n// many\n')).toEqual([]);
  });

  it('are found in documents outside of code', () => {
    expect(
      inMarkdown('# A\n\n```ts\nnobody\n```\n\nIt is `nobody`, or so\nmany.\n\n- nobody’s\n'),
    ).toEqual([10, 7]);
  });
});

describe('titles of tests', () => {
  const kindsOf = (text) => titleFaults(file(text)).map(({ kind }) => kind);

  it.each([
    "it('narrows it', run)",
    "test.skip('narrows', run)",
    "it.each(rows)('%s', run)",
    'it.each(rows)(`${name} works`, run)',
    "it.runIf(here)('is required', run)",
  ])('are too short in %s', (text) => {
    expect(kindsOf(text)).toEqual(['short title']);
  });

  it.each([
    "it('refuses a code', run)",
    "it.each(['a', 'b'])('refuses the scope %s', run)",
    "describe('scope', run)",
    'it(title, run)',
    "/a/.test('b')",
  ])('are long enough, or no titles, in %s', (text) => {
    expect(kindsOf(text)).toEqual([]);
  });

  it('have no case marks, and nor have rows of tables', () => {
    expect(
      kindsOf("describe('[E6] a scope', run); const rows = [['#104 twice', 1], `#7 ${name}`]"),
    ).toEqual(['case mark', 'case mark', 'case mark']);
  });

  it('may have what only looks like a mark', () => {
    expect(kindsOf("f('#000', '#2f5fe0', '&#39;', 'a#1', 'with a bare #')")).toEqual([]);
  });
});

describe('functions', () => {
  it('have at most four parameters, without counting this', () => {
    const text = 'function a(this: A, b, c, d, e) {}\nconst f = (a, b, c, d, e) => a;\n';
    expect(linesOf(crowdedFunctions(file(text)))).toEqual([2]);
  });

  it('call andThen one after the other', () => {
    const nested = 'andThen(a, () => {\n  return andThen(b, c);\n});\nafter(\n  after(a, b), c);\n';
    expect(linesOf(nestedAndThen(file(nested)))).toEqual([2, 5]);
    expect(nestedAndThen(file('const step = () => andThen(a, b);\nandThen(c, step);'))).toEqual([]);
  });
});

describe('retired names', () => {
  const table = [
    '| Retired | Write |',
    '| --- | --- |',
    '| `Around`, `around` | `Middleware`, `middleware` |',
    '| `after()` | `andThen` |',
    '| `bearerIn` | `allowTokenInBody`, `allowTokenInQuery` |',
    '',
    '| `later` | `other` |',
  ].join('\n');

  it('are read from the table of the glossary, with what replaced each', () => {
    expect([...retiredWordsOf(table)]).toEqual([
      ['Around', '`Middleware`'],
      ['around', '`middleware`'],
      ['after()', '`andThen`'],
      ['bearerIn', '`allowTokenInBody`, `allowTokenInQuery`'],
    ]);
  });

  it('are faults where they are declared, as whole words', () => {
    const text =
      'import { around } from "x";\ninterface Around { around: 1 }\nconst aroundAll = around;\nf({ around }, (around) => 1);\n';
    expect(linesOf(retiredNames(file(text), retiredWordsOf(table)))).toEqual([2, 2, 4]);
  });

  it('with () are faults of functions, and of nothing else', () => {
    const text =
      'const after = 1;\nf(({ after }) => after);\nfunction after() {}\nconst o = { after: () => 1 };\ninterface A { after: () => void }\ninterface B { after?: string }\n';
    expect(linesOf(retiredNames(file(text), retiredWordsOf(table)))).toEqual([3, 4, 5]);
  });
});
