/** `npm run rotation`: rotates signing keys under load, and prints a timeline. */
import { parseArgs } from 'node:util';
import { runRotations } from './rotation/run.js';

const { values } = parseArgs({
  options: {
    speed: { type: 'string', default: '60' },
    rotations: { type: 'string', default: '2' },
  },
});
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const { issued, accepted, active, refusedForgeries, failures } = await runRotations({
  speed: Number(values.speed),
  rotations: Number(values.rotations),
  print,
});
const format = (count: number): string => count.toLocaleString('en');
print(
  `${format(issued)} tokens issued; shown ${format(accepted + active)} times, ` +
    `to APIs ${format(accepted)}, to introspection ${format(active)}; ` +
    `${format(refusedForgeries)} forgeries refused; ${failures.length} failures`,
);
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
