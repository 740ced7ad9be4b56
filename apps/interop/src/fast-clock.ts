/** A clock that all processes of a run share: from `epoch` on it runs so many times as fast. */
export interface Pace {
  /** Epoch milliseconds. */
  readonly epoch: number;
  readonly speed: number;
}

/** Epoch milliseconds by that clock. */
export function fastClock({ epoch, speed }: Pace): () => number {
  return () => epoch + (Date.now() - epoch) * speed;
}

/** Options of a process that keeps to it. */
export const paceOptions = {
  epoch: { type: 'string', default: '0' },
  speed: { type: 'string', default: '1' },
} as const;

/** The arguments for such a process. */
export function paceArguments({ epoch, speed }: Pace): readonly string[] {
  return ['--epoch', String(epoch), '--speed', String(speed)];
}

/** What such arguments say. */
export function readPace(values: { readonly epoch: string; readonly speed: string }): Pace {
  return { epoch: Number(values.epoch), speed: Number(values.speed) };
}
