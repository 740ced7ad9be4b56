/** Minified and gzipped, whole index files: what a bundler that shakes nothing would ship. */
const measure = (name, limit, options) => ({
  name,
  path: `entries/${name}.js`,
  limit: `${limit} kB`,
  gzip: true,
  ...options,
});

const grants = ['authorization-code', 'client-credentials', 'implicit', 'password', 'refresh'];

export default [
  measure('core', 6),
  measure('smallest-server', 8),
  measure('all-grants', 14),
  ...grants.map((name) => measure(name, 2, { ignore: ['@oauth/core'] })),
];
