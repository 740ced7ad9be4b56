/** A B, B A, A B, …: what makes the machine slower or faster all the time weighs on all alike. */
export function turnOrder<T>(round: number, contenders: readonly T[]): readonly T[] {
  return round % 2 === 1 ? contenders : [...contenders].reverse();
}
