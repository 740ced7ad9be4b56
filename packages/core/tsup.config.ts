import { packageBuild } from '@oauth/tooling/tsup';

export default packageBuild({
  entry: {
    index: 'src/index.ts',
    authorization: 'src/authorization/index.ts',
    claims: 'src/claims.ts',
    cors: 'src/cors.ts',
    crypto: 'src/crypto.ts',
    grant: 'src/grant.ts',
    rows: 'src/rows.ts',
    'crypto-node': 'src/crypto-node.ts',
    'crypto-web': 'src/crypto-web.ts',
  },
  // Stays an import: package.json picks the runtime's file.
  external: ['#crypto'],
  source: true,
});
