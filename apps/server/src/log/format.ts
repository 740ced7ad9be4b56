import type { LogEntry } from './entry.js';

/** Formats an entry as text that ends with a line break. */
export type FormatEntry = (entry: LogEntry) => string;

/** Formats an entry as one line of JSON. */
export const formatJsonLine: FormatEntry = ({ at, level, event, details, cause }) => {
  const line = { time: new Date(at).toISOString(), level, event, ...details, cause };
  return `${escapeControls(JSON.stringify(line))}\n`;
};

/** SGR colour codes of ECMA-48. */
const levelColours = { info: 36, warn: 33, error: 31 };
const faint = 2;

/** A format for people: time, level, event and reason in columns; hint and stack below. */
export function prettyFormat(colour: boolean): FormatEntry {
  const paint = (code: number, text: string): string =>
    colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return ({ at, level, event, details, cause }) => {
    const { hint, reason, ...others } = details;
    const time = new Date(at).toISOString().slice(11, 19);
    const pairs = Object.entries(others).map(([name, value]) =>
      paint(faint, `${name}=${escapeControls(value)}`),
    );
    const title = reason === undefined ? event : `${event}  ${escapeControls(reason)}`;
    const first = [time, paint(levelColours[level], level.padEnd(5)), title, ...pairs].join('  ');
    const indented = [
      ...(hint === undefined ? [] : [`→ ${escapeControls(hint)}`]),
      ...(cause === undefined
        ? []
        : (cause.stack ?? cause.message).split('\n').map(escapeControls)),
    ];
    return [first, ...indented.map((line) => `          ${line}`), ''].join('\n');
  };
}

/** Escapes what could end the line or control a terminal: a request may have sent it. */
function escapeControls(value: string | number | readonly string[]): string {
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeCharacter);
}

/** JSON.stringify escapes the first 32 characters only. */
function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
