/** Tells what happens, with the time since the run began, and names keys as people do. */
export interface Timeline {
  readonly tell: (what: string) => void;
  /** A key that can be told apart at a glance: A, B, … and how the kid begins. */
  readonly key: (kid: string | undefined) => string;
}

/** Begins now. */
export function timeline(now: () => number, print: (line: string) => void): Timeline {
  const begin = now();
  const seen: string[] = [];
  return {
    tell: (what) => print(`${clockTime(now() - begin)}  ${what}`),
    key(kid = '') {
      if (!seen.includes(kid)) seen.push(kid);
      return `key ${String.fromCharCode(65 + seen.indexOf(kid))} (${kid.slice(0, 6)}…)`;
    },
  };
}

/** Minutes and seconds. */
export function clockTime(seconds: number): string {
  const parts = [Math.floor(seconds / 60), Math.floor(seconds % 60)];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
