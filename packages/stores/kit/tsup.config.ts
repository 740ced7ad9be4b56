import { packageBuild } from '@oauth/tooling/tsup';

export default packageBuild();
