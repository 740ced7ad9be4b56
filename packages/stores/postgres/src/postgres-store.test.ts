import { storeSuite } from '@oauth/testing';
import { describe, expect, it } from 'vitest';
import { onPostgres } from '../test/on-postgres.js';

onPostgres('the kit, with #319 ids that mean something elsewhere', (schema) => {
  storeSuite({ describe, expect, it }, () => schema.make(), { persistent: true });
});
