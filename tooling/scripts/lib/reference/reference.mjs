import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '../ast.mjs';
import { root } from '../workspace.mjs';
import { eventInterfaces, statusesByCode } from './core-source.mjs';
import { entryFaults } from './entry-faults.mjs';
import { errorsPage } from './errors-page.mjs';
import { eventsPage } from './events-page.mjs';
import { declaredNames, outsideFaults } from './outside-faults.mjs';
import { declaredReference } from './sources.mjs';

/** The generated pages: where each one stands, and what it has to say. */
const generatedPages = (packages) => [
  { path: join(root, 'docs/errors.md'), text: errorsPage(packages, statusesByCode()) },
  {
    path: join(root, 'docs/events.md'),
    text: eventsPage(packages, eventInterfaces('OAuthEventDetails', 'OAuthEvent')),
  },
];

const isCurrent = ({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') === text;

/** Writes docs/errors.md and docs/events.md where they differ from their sources. */
export function writeReference() {
  for (const page of generatedPages(declaredReference())) {
    if (isCurrent(page)) continue;
    writeFileSync(page.path, page.text);
    console.log(`updated ${relative(root, page.path)}`);
  }
}

/** Reasons, errors and events in the source of every package that no catalogue has. */
function undocumentedFaults(packages) {
  const names = declaredNames(packages);
  return packages.flatMap((one) =>
    one.files.flatMap((path) => outsideFaults(parse(path), one, names)),
  );
}

/**
 * Names that are documented nowhere, entries that cannot be documented, and pages that differ from
 * what would be generated.
 */
export function referenceFaults() {
  const packages = declaredReference();
  const old = generatedPages(packages).filter((page) => !isCurrent(page));
  return [
    ...entryFaults(packages),
    ...undocumentedFaults(packages),
    ...old.map(({ path }) => ({
      path,
      kind: 'generated page',
      text: 'differs from its sources: run `npm run docs:generate`',
    })),
  ];
}
