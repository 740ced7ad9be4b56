// #region postgres-js
import postgres from 'postgres';
import type { Store } from '@oauth/core';
import { fromPostgresJs, postgresStore } from '@oauth/store-postgres';

export async function openStore(url: string): Promise<Store> {
  return postgresStore(fromPostgresJs(postgres(url)));
}
// #endregion
