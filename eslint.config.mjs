export { default } from '@oauth/tooling/eslint';
