import { afterAll, beforeAll, describe } from 'vitest';
import { databaseUrl } from './database.js';
import { temporarySchema, type TemporarySchema } from './temporary-schema.js';

/** Defines tests that run in a schema of their own, and are skipped where there is no database. */
export function onPostgres(
  name: string,
  define: (schema: TemporarySchema, url: string) => void,
): void {
  // Tests that are skipped are defined all the same, and may parse the URL.
  const url = databaseUrl ?? 'postgres://';
  describe.skipIf(databaseUrl === undefined)(name, () => {
    const schema = temporarySchema(url);
    beforeAll(() => schema.create());
    afterAll(() => schema.remove());
    define(schema, url);
  });
}
