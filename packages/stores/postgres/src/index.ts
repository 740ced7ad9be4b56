export type {
  PostgresClient,
  PostgresPool,
  PostgresQuery,
  PostgresQueryable,
  PostgresResult,
  PostgresValue,
} from './pool.js';
export { postgresStore, type PostgresStoreOptions } from './postgres-store.js';
export { fromPostgresJs, type PostgresJs } from './postgres-js.js';
export { migrate, schema, type SchemaOptions, type TableOptions } from './schema.js';
