import { describeLocation, type Location } from '../storage/location.js';

type Out = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/**
 * Makes the schema fit.
 *
 * @throws StoreError
 */
export async function migrateCommand(location: Location, { stdout }: Out): Promise<void> {
  if (location.kind === 'postgres')
    await (await import('../storage/postgres.js')).migratePostgres(location.url);
  else if (location.kind === 'sqlite') {
    const { openSqlite } = await import('../storage/sqlite.js');
    await (await openSqlite(location.path)).close();
  } else return void stdout.write(`${describeLocation(location)}: has no schema.\n`);
  stdout.write(`${describeLocation(location)}: has all that the server needs.\n`);
}

/** Prints the statements that {@link migrateCommand} runs on a new database. */
export async function schemaCommand(location: Location, { stdout, stderr }: Out): Promise<void> {
  const statements = await schemaOf(location);
  if (statements.length === 0) stderr.write(`${describeLocation(location)}: has no schema.\n`);
  stdout.write(statements.map((statement) => `${statement};\n`).join(''));
}

async function schemaOf({ kind }: Location): Promise<readonly string[]> {
  if (kind === 'postgres') return (await import('@oauth/store-postgres')).schema();
  if (kind === 'sqlite') return (await import('@oauth/store-sqlite')).schema();
  return [];
}
