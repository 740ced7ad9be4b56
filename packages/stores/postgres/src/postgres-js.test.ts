import postgres from 'postgres';
import { afterAll, describe, expect, it } from 'vitest';
import { formatReport, storeSuite } from '@oauth/testing';
import { onPostgres } from '../test/on-postgres.js';
import { fromPostgresJs, migrate, postgresStore } from './index.js';

onPostgres('the store suite over postgres.js', (schema, url) => {
  let tables = 0;
  const makeStore = async () => {
    const options = { schema: schema.name, prefix: `js${(tables += 1)}_` };
    const sql = postgres(url, { max: 8, onnotice: () => undefined });
    const pool = fromPostgresJs(sql);
    await migrate(pool, options);
    return { store: await postgresStore(pool, options), close: () => sql.end() };
  };
  const small = { name: 'PostgreSQL, postgres.js', list: true, rounds: 3, parallel: 8 };
  const report = storeSuite({ describe, expect, it }, makeStore, small);
  afterAll(() => console.log(formatReport(report)));
});
