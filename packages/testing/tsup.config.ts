import { packageBuild } from '@oauth/tooling/tsup';

export default packageBuild({
  entry: { index: 'src/index.ts', worker: 'src/store-suite/processes/worker.ts' },
});
