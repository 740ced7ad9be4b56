import { appBuild } from '@oauth/tooling/tsup';

export default appBuild({
  main: 'src/main.ts',
  settings: 'src/settings.ts',
  serve: 'src/serve.ts',
  'in-process': 'src/in-process/calls.ts',
  jwt: 'src/in-process/jwt.ts',
  'autocannon-process': 'src/load/autocannon-process.ts',
});
