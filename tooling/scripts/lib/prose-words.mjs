const actor = 'write which client, server, code or request acts';

/** What prose does not say, and what it says instead. A space may be the end of a line. */
const banned = [
  ...['nobody', 'somebody', 'everybody', 'anybody', 'anyone', 'whoever'].map((word) => [
    word,
    actor,
  ]),
  ['hears of', 'write "is told of" or "receives"'],
  ['as it stands', 'write "unchanged"'],
  ['so many', 'write the number, or "that many"'],
];

const gap = String.raw`(?:[ \t]+|[ \t]*\n[ \t]*)`;
const pattern = (phrase) => new RegExp(`\\b${phrase.replaceAll(' ', gap)}\\b`, 'gi');
const rules = banned.map(([phrase, instead]) => ({ phrase, instead, found: pattern(phrase) }));

const lineIn = (text, index) => text.slice(0, index).split('\n').length;

/** The banned words of a text that has nothing but prose, each with its line. */
export const wordFaults = (prose) =>
  rules.flatMap(({ phrase, instead, found }) =>
    [...prose.matchAll(found)].map(({ index }) => ({
      line: lineIn(prose, index),
      kind: `"${phrase}"`,
      text: `the prose says "${phrase}", ${instead}`,
    })),
  );
