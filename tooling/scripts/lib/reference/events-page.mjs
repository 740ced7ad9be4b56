import { formatCell, formatCode, formatTable, joinParts } from './markdown.mjs';

const introduction = `# Events

Every decision of a server is told to \`onEvent\`, of the server's options or of a plugin. An event
never holds a token, a code, a secret or a password. What a listener throws is dropped.`;

const afterInterface = `\`clientId\` of a refused request is what the request claimed; in every other event the client has
proved it. What the reason of a refused request means stands in [Errors](errors.md).

\`npm run docs:generate\` writes this page from the interfaces \`OAuthEventTypes\` and
\`EventReasons\` of the packages.`;

const server = 'apps/server';
const isServer = ({ path }) => path === server;

const byPackage = (packages, member) =>
  packages.flatMap((one) => one[member].map((item) => ({ ...item, owner: one.name })));

const typeRow = ({ name, owner, isForAudit, meaning = '' }) => [
  formatCode(name),
  formatCode(owner),
  isForAudit ? 'yes' : '',
  formatCell(meaning),
];
const reasonRow = ({ name, owner, meaning = '' }) => [
  formatCode(name),
  formatCode(owner),
  formatCell(meaning),
];
const withoutOwner = ([name, , ...rest]) => [name, ...rest];

const typeHead = ['Type', 'Package', 'Keep for an audit', 'What happened'];
const reasonHead = ['Reason', 'Package', 'What it means'];

const tableUnlessEmpty = (head, rows) => rows.length > 0 && formatTable(head, rows);

function packageParts(packages) {
  const reasons = byPackage(packages, 'eventReasons').map(reasonRow);
  return [
    '## Types',
    tableUnlessEmpty(typeHead, byPackage(packages, 'eventTypes').map(typeRow)),
    ...(reasons.length > 0
      ? ['## Reasons that only events have', tableUnlessEmpty(reasonHead, reasons)]
      : []),
  ];
}

function serverParts(packages) {
  const types = byPackage(packages, 'eventTypes').map(typeRow).map(withoutOwner);
  const reasons = byPackage(packages, 'eventReasons').map(reasonRow).map(withoutOwner);
  if (types.length + reasons.length === 0) return [];
  return [
    '## What the runnable server adds',
    'Its log has all of the above, and these.',
    tableUnlessEmpty(withoutOwner(typeHead), types),
    tableUnlessEmpty(withoutOwner(reasonHead), reasons),
  ];
}

/** The text of docs/events.md; `interfaces` is the source of what an event is. */
export const eventsPage = (packages, interfaces) =>
  joinParts([
    introduction,
    `\`\`\`ts\n${interfaces}\n\`\`\``,
    afterInterface,
    ...packageParts(packages.filter((one) => !isServer(one))),
    ...serverParts(packages.filter(isServer)),
  ]);
