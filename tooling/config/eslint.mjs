import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { kebabCase } from './eslint-kebab-case.mjs';
import { noNestedAndThen } from './eslint-no-nested-and-then.mjs';

const root = new URL('../..', import.meta.url).pathname;

/** Source that is published or run; tests, examples and configuration have more freedom. */
const source = ['packages/**/src/**/*.ts', 'apps/*/src/**/*.ts', 'tooling/template/src/**/*.ts'];
const tests = [
  '**/*.test.ts',
  '**/*.test-d.ts',
  '**/{test,testing-support}/**/*.ts',
  '**/examples/**',
];

const unused = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true };

/** @param {string} regex @param {string} message */
const ban = (regex, message) => ({ regex, message });
const noNode = ban('^node:', 'This package runs on every runtime: no node: imports.');
const ownPackage = ban(
  '^(\\.\\./)*\\.\\./(src|packages|grants|endpoints|stores|adapters)/',
  'Import the package by its name, and declare it.',
);

/** @param {string[]} files @param {ReturnType<typeof ban>[]} patterns */
const layer = (files, ...patterns) => ({
  files,
  ignores: tests,
  rules: { 'no-restricted-imports': ['error', { patterns: [ownPackage, ...patterns] }] },
});

const layers = [
  layer(source),
  layer(
    ['packages/core/src/**'],
    ban('^(?!\\.{1,2}/|#crypto$)', 'Core imports nothing outside itself.'),
  ),
  layer(
    ['packages/core/src/crypto/crypto-node.ts'],
    ban('^(?!\\./|node:crypto$)', 'This file may use node:crypto and core, nothing else.'),
  ),
  layer(
    ['packages/grants/*/src/**'],
    noNode,
    ban(
      '^@oauth/(grant|endpoint|store|adapter)-',
      'A grant imports core; what two grants share is core’s.',
    ),
  ),
  layer(
    ['packages/endpoints/*/src/**'],
    noNode,
    ban(
      '^@oauth/(grant|endpoint|store|adapter)-',
      'An endpoint imports core; what two share is core’s.',
    ),
  ),
  layer(
    ['packages/stores/memory/src/**'],
    noNode,
    ban('^@oauth/(?!core(/plugin)?$|store-kit$|testing$)', 'A store imports core.'),
  ),
  layer(
    ['packages/adapters/fetch/src/**'],
    noNode,
    ban('^@oauth/(?!core(/plugin)?$)', 'An adapter imports core.'),
  ),
];

/** The runtime's modules, those of others, ours, then this package's own, each by the alphabet. */
const importOrder = {
  groups: ['builtin', 'external', 'internal', ['parent', 'sibling', 'index']],
  pathGroups: [{ pattern: '@oauth/**', group: 'internal' }],
  pathGroupsExcludedImportTypes: ['builtin'],
  alphabetize: { order: 'asc', caseInsensitive: true },
  'newlines-between': 'never',
};

const local = { rules: { 'kebab-case': kebabCase, 'no-nested-and-then': noNestedAndThen } };

export default tseslint.config(
  { ignores: ['**/dist/**', '**/.reports/**', '**/.turbo/**', '**/coverage/**', '**/.cache/**'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    plugins: { 'import-x': importX, local },
    settings: {
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          alwaysTryTypes: true,
          conditionNames: ['@oauth/source', 'types', 'import', 'node', 'default'],
        }),
      ],
    },
    rules: {
      'local/kebab-case': 'error',
      'local/no-nested-and-then': 'error',
      'import-x/first': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-duplicates': ['error', { 'prefer-inline': true }],
      'import-x/no-self-import': 'error',
      'import-x/order': ['error', importOrder],
      'import-x/no-relative-packages': 'error',
      eqeqeq: 'error',
      'max-params': ['error', 4],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      'import-x/no-default-export': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unused],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // A plugin's method may be async by contract and have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // An empty string often means "not there".
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true } },
      ],
      // Type or interface, record or index signature: whichever says it better.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Records by wire name (`token_endpoint_auth_method`) are read like any other.
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: source,
    ignores: tests,
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  { files: ['apps/*/src/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    // Deprecated for users from the start; here they are the subject, and on offer.
    files: [
      'packages/grants/{implicit,password}/**/*.ts',
      'packages/servers/{src,test,examples}/**/*.ts',
      'packages/endpoints/metadata/{src,test}/**/*.ts',
      'apps/interop/test/**/*.ts',
      'tooling/app-kit/src/oauth4webapi.ts',
      'apps/server/test/oauth4webapi.test.ts',
      'apps/server/src/server/plugins.ts',
    ],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'no-console': 'off',
    },
  },
  {
    // Looks at functions without calling them.
    files: ['**/*.test-d.ts'],
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['packages/*/src/**', 'packages/*/*/src/**'],
    ignores: tests,
    rules: {
      'import-x/no-extraneous-dependencies': [
        'error',
        { devDependencies: false, includeTypes: true },
      ],
    },
  },
  ...layers,
  {
    files: [
      'packages/{core,grants/*,endpoints/*,stores/memory,adapters/fetch,resource}/src/**/*.ts',
    ],
    ignores: [...tests, 'packages/core/src/crypto/crypto-node.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Buffer', 'process', 'global', 'setImmediate', 'require'],
    },
  },
  {
    files: ['**/*.config.{ts,mjs}', 'tooling/config/*.mjs'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: { 'no-unused-vars': ['error', unused] },
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'module',
          'console',
          'URL',
          'URLSearchParams',
          'Request',
          'Response',
          'fetch',
          'Buffer',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'AbortSignal',
          'performance',
          'crypto',
          'TextEncoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
