// #region postgres-js
import type { Store } from '@oauth/core';
import { fromPostgresJs, postgresStore } from '@oauth/store-postgres';
import postgres from 'postgres';

export async function openStore(url: string): Promise<Store> {
  return postgresStore(fromPostgresJs(postgres(url)));
}
// #endregion
