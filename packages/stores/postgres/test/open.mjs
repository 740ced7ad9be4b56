import pg from 'pg';
import { postgresStore } from '@oauth/store-postgres';

/** Opens the store in a process of the store suite. */
export async function open({ connectionString, ...options }) {
  const pool = new pg.Pool({ connectionString, max: 4 });
  return { ...(await postgresStore(pool, options)), close: () => pool.end() };
}
