const fault = ({ path, line }, text) => ({ path, line, kind: 'documented name', text });

const uncommented = (item, name) =>
  item.meaning
    ? []
    : [fault(item, `"${name}" has no comment, write above it what it means to an operator`)];

const unreadableTexts = (entry) =>
  entry.unreadable.map((name) =>
    fault(entry, `${name} of "${entry.reason}" is no literal, write its text or a constant's name`),
  );

const withoutError = (entry) =>
  entry.error === undefined && !entry.unreadable.includes('error')
    ? [fault(entry, `"${entry.reason}" has no error code, write error: 'invalid_request'`)]
    : [];

const entryFaultsOf = (entry) => [
  ...uncommented(entry, entry.reason),
  ...unreadableTexts(entry),
  ...withoutError(entry),
];

const catalogueFaults = ({ path, line, entries }) =>
  entries.length === 0
    ? [fault({ path, line }, 'defineReasons has no object literal with entries in it')]
    : entries.flatMap((entry) => entryFaultsOf({ ...entry, path }));

/** Entries of catalogues and event interfaces that a page cannot document. */
export const entryFaults = (packages) =>
  packages.flatMap(({ catalogues, eventTypes, eventReasons }) => [
    ...catalogues.flatMap(catalogueFaults),
    ...[...eventTypes, ...eventReasons].flatMap((item) => uncommented(item, item.name)),
  ]);
