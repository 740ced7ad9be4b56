/** A clock that moves only when a test moves it. */
export interface FakeClock {
  /** Epoch milliseconds: the option `clock` of servers and stores. */
  readonly nowMs: () => number;
  /** Moves the clock on by seconds, back if they are negative. */
  readonly advance: (seconds: number) => void;
  /** Moves the clock to an instant, in epoch milliseconds. */
  readonly set: (epochMilliseconds: number) => void;
}

/** Makes a clock for tests that shows `start`, in epoch milliseconds. Default: 2033-05-18T03:33:20Z. */
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
