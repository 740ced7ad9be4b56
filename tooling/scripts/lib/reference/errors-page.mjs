import { escapeMarkdown, formatCell, formatCode, formatTable, joinParts } from './markdown.mjs';

const introduction = `# Errors

A refused request is told of by two channels. The client gets an error code and one sentence
(\`error\` and \`error_description\`). The operator gets an [event](events.md) with the reason, the hint
and the cause, which never go to the client.

- A reason is a stable code: logs, alerts and tests may compare it.
- \`{name}\` stands for a value of the request or of the registration.
- The status is that of a response of the endpoint. An error of the authorization endpoint goes to
  the redirect URI, unless its meaning says that it is shown to the user instead.
- Where the client is told nothing, as of \`server_error\`, only the operator can mend the fault.

\`npm run docs:generate\` writes this page from the files \`src/reasons.ts\` of the packages.`;

const head = ['Reason', 'Error', 'What it means', 'What the client is told', 'What to do'];

const rowOf = (statuses) => (entry) => {
  const { reason, error = '', meaning = '', description = '', hint = '' } = entry;
  const status = entry.status ?? statuses.get(error) ?? 400;
  return [
    formatCode(reason),
    `${formatCode(error)} (${status})`,
    formatCell(meaning),
    escapeMarkdown(description),
    escapeMarkdown(hint),
  ];
};

const partsOf =
  (statuses) =>
  ({ introduction: text, entries }) => [
    text && formatCell(text),
    formatTable(head, entries.map(rowOf(statuses))),
  ];

/** The text of docs/errors.md: a section per package, a table per catalogue. */
export const errorsPage = (packages, statuses) =>
  joinParts([
    introduction,
    ...packages
      .filter(({ catalogues }) => catalogues.length > 0)
      .flatMap(({ name, catalogues }) => [
        `## \`${name}\``,
        ...catalogues.flatMap(partsOf(statuses)),
      ]),
  ]);
