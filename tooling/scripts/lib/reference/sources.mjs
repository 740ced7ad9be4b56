import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from '../ast.mjs';
import { sourceFiles } from '../source-files.mjs';
import { root, workspacePackages } from '../workspace.mjs';
import { cataloguesIn } from './catalogues.mjs';
import { eventReasonsIn, eventTypesIn } from './event-names.mjs';

/** Core is read first, then what is installed beside it, then what is run. */
const rank = ({ path }) =>
  ['packages/core', 'packages/', 'apps/server', ''].findIndex((start) => path.startsWith(start));

const compareReadingOrder = (one, other) =>
  rank(one) - rank(other) || (one.path < other.path ? -1 : 1);

const isPackageFile = (path) => /^(packages|apps)\//.test(relative(root, path));

/** Every package and app with its source files; private ones go by their folder. */
function packagesWithSources() {
  const files = sourceFiles().filter(isPackageFile).sort();
  return workspacePackages()
    .map(({ dir, path, manifest }) => ({
      name: manifest.private ? path : manifest.name,
      path,
      files: files.filter((file) => file.startsWith(join(dir, 'src/'))),
    }))
    .sort(compareReadingOrder);
}

const withPath = (path, items) => items.map((item) => ({ ...item, path }));

/** What one file declares of errors and events. */
function declaredIn(path) {
  const text = readFileSync(path, 'utf8');
  const isReasons = path.endsWith('/reasons.ts');
  if (!isReasons && !/OAuthEventTypes|ProcessEvents/.test(text))
    return { catalogues: [], eventReasons: [], eventTypes: [] };
  const file = parse(path, text);
  return {
    catalogues: isReasons ? withPath(path, cataloguesIn(file)) : [],
    eventReasons: isReasons ? withPath(path, eventReasonsIn(file)) : [],
    eventTypes: withPath(path, eventTypesIn(file)),
  };
}

/** Every package with its catalogues, its types of events, and the reasons that only those carry. */
export const declaredReference = () =>
  packagesWithSources().map(({ files, ...rest }) => {
    const declared = files.map(declaredIn);
    return {
      ...rest,
      files,
      catalogues: declared.flatMap(({ catalogues }) => catalogues),
      eventReasons: declared.flatMap(({ eventReasons }) => eventReasons),
      eventTypes: declared.flatMap(({ eventTypes }) => eventTypes),
    };
  });
