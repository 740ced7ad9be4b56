/**
 * What a published package.json leaves behind: the `@oauth/source` condition, which points at
 * files that only this repository has, and what only this repository runs.
 */
const withoutSource = (value) => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== '@oauth/source');
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutSource(inner)]));
};

module.exports = {
  hooks: {
    beforePacking({ devDependencies: _dev, scripts: _scripts, ...manifest }) {
      return {
        ...manifest,
        ...(manifest.imports && { imports: withoutSource(manifest.imports) }),
        exports: withoutSource(manifest.exports),
      };
    },
  },
};
