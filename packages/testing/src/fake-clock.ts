/** A clock that stands still until it is told to move. */
export interface FakeClock {
  /** Epoch milliseconds; give it as it is to whatever takes `now`. */
  readonly nowMs: () => number;
  /** Moves on by so many seconds, back if they are negative. */
  readonly advance: (seconds: number) => void;
  /** Jumps to an instant, in epoch milliseconds. */
  readonly set: (epochMilliseconds: number) => void;
}

/** Makes a clock for tests; without `start`, in epoch milliseconds, it shows 2033-05-18T03:33:20Z. */
export function fakeClock(start = 2_000_000_000_000): FakeClock {
  let time = start;
  return {
    nowMs: () => time,
    advance(seconds) {
      time += seconds * 1000;
    },
    set(epochMilliseconds) {
      time = epochMilliseconds;
    },
  };
}
