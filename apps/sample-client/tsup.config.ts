import { appBuild } from '@oauth/tooling/tsup';

export default appBuild({ main: 'src/main.ts' });
