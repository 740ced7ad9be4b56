import { createClient, createCluster } from 'redis';
import { redisStore } from '@oauth/store-redis';

/** Opens the store in a process of the store suite. */
export async function open({ prefix, urls }) {
  const [url] = urls;
  const client =
    urls.length > 1
      ? createCluster({ rootNodes: urls.map((node) => ({ url: node })) })
      : createClient({ url });
  await client.connect();
  return { ...redisStore(client, { prefix }), close: () => client.close() };
}
