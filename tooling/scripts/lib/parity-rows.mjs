/** `| E6 | … | better: … |`: a row's name, and the word its last cell begins with if it is one. */
const row = /^\| *(?<name>[A-N]\d{1,2}) *\|.*?\|(?: *(?<done>same|better|later|skip)\b[^|]*\|)?$/gm;

/** Every row of the parity document: its name, and what is done about it. */
export function rowsOf(document) {
  return [...document.matchAll(row)].map(({ groups: { name, done } }) => ({ name, done }));
}
