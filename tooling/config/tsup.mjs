import { defineConfig } from 'tsup';

const shared = {
  format: ['esm'],
  target: ['es2022', 'node20'],
  platform: 'neutral',
  outDir: 'dist',
  clean: true,
  splitting: true,
  sourcemap: false,
  minify: false,
  silent: true,
};

export function packageBuild({
  entry = { index: 'src/index.ts' },
  external = [],
  source = false,
} = {}) {
  return defineConfig({
    ...shared,
    entry,
    external,
    dts: {
      compilerOptions: {
        // tsup 8 still sets an option that TypeScript 6 calls deprecated.
        ignoreDeprecations: '6.0',
        customConditions: source ? ['@oauth/source'] : [],
      },
    },
  });
}

export function appBuild(entry) {
  return defineConfig({ ...shared, entry, platform: 'node', dts: false });
}
