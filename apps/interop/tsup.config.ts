import { appBuild } from '@oauth/tooling/tsup';

export default appBuild({ rotation: 'src/rotation.ts', node: 'src/node.ts', api: 'src/api.ts' });
