import { afterAll, beforeAll, describe } from 'vitest';
import { databaseUrl } from './database.js';
import { temporarySchema, type TemporarySchema } from './temporary-schema.js';

/** Cases that run in a schema of their own, where there is a database. */
export function onPostgres(
  name: string,
  define: (schema: TemporarySchema, url: string) => void,
): void {
  // Cases that are skipped are defined all the same, and may take the URL apart.
  const url = databaseUrl ?? 'postgres://';
  describe.skipIf(databaseUrl === undefined)(name, () => {
    const schema = temporarySchema(url);
    beforeAll(() => schema.create());
    afterAll(() => schema.remove());
    define(schema, url);
  });
}
