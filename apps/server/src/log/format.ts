import type { LogEntry } from './entry.js';

/** Writes an entry as text that ends with a line break. */
export type Format = (entry: LogEntry) => string;

/** One JSON object a line. */
export const jsonLine: Format = ({ at, level, event, details, cause }) =>
  `${plain(JSON.stringify({ time: new Date(at).toISOString(), level, event, ...details, cause }))}\n`;

const colours = { info: 36, warn: 33, error: 31 };

/** For people: time, level, event and reason in columns; the hint and the stack below. */
export function prettyLine(colour: boolean): Format {
  const paint = (code: number, text: string): string =>
    colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return ({ at, level, event, details, cause }) => {
    const { hint, reason, ...rest } = details;
    const time = new Date(at).toISOString().slice(11, 19);
    const pairs = Object.entries(rest).map(([name, value]) => paint(2, `${name}=${plain(value)}`));
    const what = reason === undefined ? event : `${event}  ${plain(reason)}`;
    const first = [time, paint(colours[level], level.padEnd(5)), what, ...pairs].join('  ');
    const more = [
      ...(hint === undefined ? [] : [`→ ${plain(hint)}`]),
      ...(cause === undefined ? [] : (cause.stack ?? cause.message).split('\n').map(plain)),
    ];
    return [first, ...more.map((line) => `          ${line}`), ''].join('\n');
  };
}

/** A value that cannot break out of its line, nor tell a terminal what to do. */
function plain(value: string | number | readonly string[]): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** As JSON would write it, of which JSON itself does it for the first 32 characters only. */
function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
