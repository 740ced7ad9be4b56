import { packageBuild } from '@oauth/tooling/tsup';

export default packageBuild({
  entry: {
    index: 'src/index.ts',
    plugin: 'src/plugin.ts',
    'crypto-node': 'src/crypto/crypto-node.ts',
    'crypto-web': 'src/crypto/crypto-web.ts',
  },
  // Stays an import: package.json picks the runtime's file.
  external: ['#crypto'],
  source: true,
});
