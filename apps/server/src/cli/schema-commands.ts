import { formatLocation, type StoreLocation } from '../storage/store-location.js';

type Output = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/**
 * Adds what the database's schema lacks.
 *
 * @throws StoreError
 */
export async function runMigrateCommand(
  location: StoreLocation,
  { stdout }: Output,
): Promise<void> {
  if (location.kind === 'postgres')
    await (await import('../storage/postgres.js')).migratePostgres(location.url);
  else if (location.kind === 'sqlite') {
    const { openSqlite } = await import('../storage/sqlite.js');
    await (await openSqlite(location.path)).close();
  } else return void stdout.write(`${formatLocation(location)}: has no schema.\n`);
  stdout.write(`${formatLocation(location)}: has all that the server needs.\n`);
}

/** Prints the statements that {@link runMigrateCommand} runs on an empty database. */
export async function runSchemaCommand(
  location: StoreLocation,
  { stdout, stderr }: Output,
): Promise<void> {
  const statements = await getSchemaStatements(location);
  if (statements.length === 0) stderr.write(`${formatLocation(location)}: has no schema.\n`);
  stdout.write(statements.map((statement) => `${statement};\n`).join(''));
}

async function getSchemaStatements({ kind }: StoreLocation): Promise<readonly string[]> {
  if (kind === 'postgres') return (await import('@oauth/store-postgres')).schema();
  if (kind === 'sqlite') return (await import('@oauth/store-sqlite')).schema();
  return [];
}
