/** The pace of a clock that several processes share. */
export interface Pace {
  /** Epoch milliseconds at which the clock is right. */
  readonly epoch: number;
  /** Seconds of the clock in one real second, from `epoch` on. */
  readonly speed: number;
}

/** Epoch milliseconds of a clock with this pace. */
export function fastClock({ epoch, speed }: Pace): () => number {
  return () => epoch + (Date.now() - epoch) * speed;
}

/** The options of a command line that give a pace. */
export const paceOptions = {
  epoch: { type: 'string', default: '0' },
  speed: { type: 'string', default: '1' },
} as const;

/** A pace as arguments for {@link paceOptions}. */
export function formatPace({ epoch, speed }: Pace): readonly string[] {
  return ['--epoch', String(epoch), '--speed', String(speed)];
}

/** The pace that the values of {@link paceOptions} give. */
export function parsePace(values: { readonly epoch: string; readonly speed: string }): Pace {
  return { epoch: Number(values.epoch), speed: Number(values.speed) };
}
