import { constants } from 'node:os';

/** Resolves at the first SIGINT or SIGTERM. A second signal ends the process at once. */
export function waitForSignal(process: NodeJS.Process): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let received = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (received) process.exit(128 + constants.signals[signal]);
      received = true;
      resolve(signal);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
  });
}
