import { packageTests } from '@oauth/tooling/vitest';

export default packageTests({ include: ['test/*.test.mjs'] });
