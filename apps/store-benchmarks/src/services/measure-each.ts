/**
 * Measures each member, or the one that `only` names, one after another. A member that fails is
 * reported, and the others are measured all the same.
 */
export async function measureEach<T>(
  members: Readonly<Record<string, T>>,
  only: string | undefined,
  measure: (member: T) => Promise<void>,
): Promise<void> {
  // Without a listener a signal would end the process before its `exit` listeners have run.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const names = Object.keys(members);
  if (only !== undefined && !names.includes(only))
    throw new RangeError(`--only must be one of ${names.join(', ')}, not ${only}.`);
  for (const [name, member] of Object.entries(members)) {
    if (name !== (only ?? name)) continue;
    try {
      await measure(member);
    } catch (error) {
      console.error(`${name} was not measured:`, error);
      process.exitCode = 1;
    }
  }
}
