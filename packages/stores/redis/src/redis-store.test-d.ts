import { Cluster, Redis } from 'ioredis';
import { createClient, createClientPool, createCluster } from 'redis';
import { expectTypeOf } from 'vitest';
import type { Store } from '@oauth/core';
import { redisStore } from './index.js';

const url = 'redis://127.0.0.1:6379';
expectTypeOf(redisStore(createClient({ url }))).toEqualTypeOf<Store>();
expectTypeOf(redisStore(createClient({ url, RESP: 3 }))).toEqualTypeOf<Store>();
expectTypeOf(redisStore(createClientPool({ url }))).toEqualTypeOf<Store>();
expectTypeOf(redisStore(createCluster({ rootNodes: [{ url }] }))).toEqualTypeOf<Store>();
expectTypeOf(redisStore(new Redis(url))).toEqualTypeOf<Store>();
expectTypeOf(redisStore(new Cluster([url]))).toEqualTypeOf<Store>();
redisStore(new Redis(url), { prefix: 'as:', clock: Date.now, expiredRecordLifetime: 5 });

// @ts-expect-error a URL is no client
redisStore(url);
// @ts-expect-error seconds are a number
redisStore(new Redis(url), { expiredRecordLifetime: '5' });
// @ts-expect-error the option is called expiredRecordLifetime
redisStore(new Redis(url), { ttl: 5 });
