/** Finds the known name that a misspelt name most likely means. */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.max(1, Math.floor(name.length / 3));
  const [best] = known
    .map((candidate) => ({
      candidate,
      distance: levenshteinDistance(normalizeName(name), normalizeName(candidate)),
    }))
    .filter(({ distance }) => distance <= maxDistance)
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, '');
}

/** Compares the first 64 characters: the time grows with the product of the lengths. */
function levenshteinDistance(from: string, to: string): number {
  const [a, b] = [from.slice(0, 64), to.slice(0, 64)];
  let previousRow = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const currentRow = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = a[row - 1] === b[column - 1] ? 0 : 1;
      currentRow[column] = Math.min(
        (previousRow[column] ?? 0) + 1,
        (currentRow[column - 1] ?? 0) + 1,
        (previousRow[column - 1] ?? 0) + substitution,
      );
    }
    previousRow = currentRow;
  }
  return previousRow[b.length] ?? 0;
}
