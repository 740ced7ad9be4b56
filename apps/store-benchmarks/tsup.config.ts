import { appBuild } from '@oauth/tooling/tsup';

export default appBuild({
  exchange: 'src/exchange.ts',
  scaling: 'src/scaling.ts',
  'purge-under-load': 'src/purge-under-load.ts',
});
