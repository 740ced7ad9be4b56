import type pg from 'pg';
import type { Sql } from 'postgres';
import { expectTypeOf } from 'vitest';
import type { Store } from '@oauth/core';
import {
  fromPostgresJs,
  migrate,
  postgresStore,
  schema,
  type PostgresJs,
  type PostgresPool,
} from './index.js';

expectTypeOf<pg.Pool>().toExtend<PostgresPool>();
expectTypeOf<Sql>().toExtend<PostgresJs>();
expectTypeOf(fromPostgresJs).returns.toEqualTypeOf<PostgresPool>();
expectTypeOf(postgresStore).parameter(0).toEqualTypeOf<PostgresPool>();
expectTypeOf(postgresStore).returns.resolves.toEqualTypeOf<Required<Store>>();
expectTypeOf(schema()).toEqualTypeOf<readonly string[]>();
expectTypeOf(migrate).returns.toEqualTypeOf<Promise<void>>();

declare const pool: PostgresPool;
declare const client: pg.Client;
void postgresStore(pool, { replica: client });
// @ts-expect-error there is no such option
void postgresStore(pool, { table: 'records' });
// @ts-expect-error one connection is no pool
void postgresStore(client);
// @ts-expect-error a URL is no pool
void postgresStore('postgres://127.0.0.1/test');
