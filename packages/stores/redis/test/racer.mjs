import { answerRaces } from '@oauth/store-races/racer';
import { redisStore } from '@oauth/store-redis';
import { createClient, createCluster } from 'redis';

const [prefix, ...urls] = process.argv.slice(2);
const [url] = urls;
const client =
  urls.length > 1
    ? createCluster({ rootNodes: urls.map((node) => ({ url: node })) })
    : createClient({ url });
await client.connect();
answerRaces(redisStore(client, { prefix }));
