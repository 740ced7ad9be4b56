import type { ViteUserConfig } from 'vitest/config';

/**
 * Tests run on sources, no build needed. The counts go to `.reports/vitest.json`, which the root
 * `npm test` adds up, also when turbo replays a cached run.
 */
export function packageTests(test?: ViteUserConfig['test']): ViteUserConfig;

declare const config: ViteUserConfig;
export default config;
