/** Prints what happens in a run, with the time since it began. */
export interface Timeline {
  readonly print: (what: string) => void;
  /** A name by which readers tell keys apart: A, B, … and the first characters of the `kid`. */
  readonly nameKey: (kid: string | undefined) => string;
}

/** Begins a timeline now. */
export function createTimeline(now: () => number, printLine: (line: string) => void): Timeline {
  const begin = now();
  const kids: string[] = [];
  return {
    print: (what) => printLine(`${formatMinutes(now() - begin)}  ${what}`),
    nameKey(kid = '') {
      if (!kids.includes(kid)) kids.push(kid);
      return `key ${String.fromCharCode(65 + kids.indexOf(kid))} (${kid.slice(0, 6)}…)`;
    },
  };
}

/** Seconds as minutes and seconds: `03:20`. */
export function formatMinutes(seconds: number): string {
  const parts = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
