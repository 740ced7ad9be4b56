/** Does something with every member, or with the one of this name; goes on when one fails. */
export async function each<T>(
  members: Readonly<Record<string, T>>,
  only: string | undefined,
  work: (member: T) => Promise<void>,
): Promise<void> {
  // What is to be undone at the exit is, also when somebody has seen enough.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const names = Object.keys(members);
  if (only !== undefined && !names.includes(only))
    throw new RangeError(`--only must be one of ${names.join(', ')}.`);
  for (const [name, member] of Object.entries(members)) {
    if (name !== (only ?? name)) continue;
    try {
      await work(member);
    } catch (error) {
      console.error(`${name} was not measured:`, error);
      process.exitCode = 1;
    }
  }
}
