import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Thrown for a command line that cannot be understood; the message is a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line of a process. Where that throws a {@link UsageError}, prints what is wrong
 * and the usage, sets the exit code to 2, and returns `undefined`.
 */
export function readCommandLine<Options>(usage: string, read: () => Options): Options | undefined {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
    process.stderr.write(`${thrown.message}\n\n${usage}`);
    process.exitCode = 2;
    return undefined;
  }
}

/**
 * Like `parseArgs` of `node:util`.
 *
 * @throws UsageError
 */
export function parseCommandLine<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (thrown) {
    // Node's own text goes on to explain `--`.
    const [sentence] = (thrown instanceof Error ? thrown.message : String(thrown)).split('. ', 1);
    throw new UsageError(`${sentence}.`);
  }
}

/**
 * Reads the port that an option gives.
 *
 * @param option for the message: `--port`
 * @throws UsageError
 */
export function readPort(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError(
    `${option} must be a whole number from 0 to 65535, not ${JSON.stringify(text)}.`,
  );
}

/**
 * Reads the absolute URL that an option gives, as it was written.
 *
 * @throws UsageError
 */
export function readUrl(option: string, text: string): string {
  if (URL.canParse(text)) return text;
  throw new UsageError(`${option} must be an absolute URL, not ${JSON.stringify(text)}.`);
}

/**
 * Reads an option that has one of some values.
 *
 * @throws UsageError
 */
export function readChoice<Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((known) => known === text);
  if (choice !== undefined) return choice;
  throw new UsageError(
    `${option} must be one of ${choices.join(', ')}, not ${JSON.stringify(text)}.`,
  );
}
