const createFault = ({ path, line }, text) => ({ path, line, kind: 'documented name', text });

const missingCommentFaults = (item, name) =>
  item.meaning
    ? []
    : [createFault(item, `"${name}" has no comment, write above it what it means to an operator`)];

const unreadableTextFaults = (entry) =>
  entry.unreadable.map((name) =>
    createFault(
      entry,
      `${name} of "${entry.reason}" is no literal, write its text or a constant's name`,
    ),
  );

const missingErrorFaults = (entry) =>
  entry.error === undefined && !entry.unreadable.includes('error')
    ? [createFault(entry, `"${entry.reason}" has no error code, write error: 'invalid_request'`)]
    : [];

const entryFaultsOf = (entry) => [
  ...missingCommentFaults(entry, entry.reason),
  ...unreadableTextFaults(entry),
  ...missingErrorFaults(entry),
];

const catalogueFaults = ({ path, line, entries }) =>
  entries.length === 0
    ? [createFault({ path, line }, 'defineReasons has no object literal with entries in it')]
    : entries.flatMap((entry) => entryFaultsOf({ ...entry, path }));

/** Entries of catalogues and event interfaces that a page cannot document. */
export const entryFaults = (packages) =>
  packages.flatMap(({ catalogues, eventTypes, eventReasons }) => [
    ...catalogues.flatMap(catalogueFaults),
    ...[...eventTypes, ...eventReasons].flatMap((item) => missingCommentFaults(item, item.name)),
  ]);
