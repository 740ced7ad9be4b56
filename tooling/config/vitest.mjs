import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const conditions = ['@oauth/source', 'module', 'node', 'development|production'];

export function packageTests(test = {}) {
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      include: ['{src,test,examples}/**/*.test.ts'],
      passWithNoTests: true,
      // A process for each file takes longer to start, and once in a while one never does.
      pool: 'threads',
      // Generous: on a busy machine a fuzz test may get little of a core.
      testTimeout: 120_000,
      hookTimeout: 120_000,
      reporters: ['default', 'json'],
      outputFile: { json: '.reports/vitest.json' },
      globalSetup: [fileURLToPath(new URL('forget-skipped.mjs', import.meta.url))],
      ...test,
    },
  });
}

export default packageTests();
