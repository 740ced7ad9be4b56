import { packageBuild } from '@oauth/tooling/tsup';

export default packageBuild({ entry: { index: 'src/index.ts', jwt: 'src/jwt.ts' } });
