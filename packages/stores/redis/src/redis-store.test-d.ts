import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool, createCluster } from 'redis';
import { expectTypeOf } from 'vitest';
import type { Store } from '@oauth/core';
import { redisStore } from './index.js';

const url = 'redis://127.0.0.1:6379';
expectTypeOf(redisStore(createClient({ url }))).toEqualTypeOf<Required<Store>>();
expectTypeOf(redisStore(createClient({ url, RESP: 3 }))).toEqualTypeOf<Required<Store>>();
expectTypeOf(redisStore(createClientPool({ url }))).toEqualTypeOf<Required<Store>>();
expectTypeOf(redisStore(createCluster({ rootNodes: [{ url }] }))).toEqualTypeOf<Required<Store>>();
expectTypeOf(redisStore(new Redis(url))).toEqualTypeOf<Required<Store>>();
expectTypeOf(redisStore(new Cluster([url]))).toEqualTypeOf<Required<Store>>();
redisStore(new Redis(url), {
  prefix: 'as:',
  clock: Date.now,
  expiredRecordLifetime: 5,
  replica: new Redis(url),
});

// @ts-expect-error a URL is no client
redisStore(url);
// @ts-expect-error seconds are a number
redisStore(new Redis(url), { expiredRecordLifetime: '5' });
// @ts-expect-error the option is called expiredRecordLifetime
redisStore(new Redis(url), { ttl: 5 });
