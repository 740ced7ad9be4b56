import { answerRaces } from '@oauth/store-races/racer';
import { postgresStore } from '@oauth/store-postgres';
import pg from 'pg';

const [connectionString, schema, prefix] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 8 });

answerRaces(await postgresStore(pool, { schema, prefix }));
