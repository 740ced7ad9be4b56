/** Minified and gzipped: what a bundle of an app gains by importing what the entry names. */
const measure = (name, limit, options) => ({
  name,
  path: `entries/${name}.js`,
  limit: `${limit} kB`,
  gzip: true,
  ...options,
});

const grants = ['authorization-code', 'client-credentials', 'implicit', 'password', 'refresh'];

export default [
  measure('core', 7),
  measure('smallest-server', 11.8),
  measure('all-grants', 20.6),
  ...grants.map((name) => measure(name, 2.5, { ignore: ['@oauth/core', '@oauth/core/plugin'] })),
];
