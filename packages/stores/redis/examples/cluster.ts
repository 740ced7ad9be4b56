// #region cluster
import { Cluster } from 'ioredis';
import { redisStore } from '@oauth/store-redis';

export function openCluster(port: number) {
  const cluster = new Cluster([{ host: '127.0.0.1', port }], {
    redisOptions: { commandTimeout: 2000, maxRetriesPerRequest: 1 },
  });
  return { cluster, store: redisStore(cluster, { prefix: 'as:' }) };
}
// #endregion
