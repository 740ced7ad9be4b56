/** `npm run rotation`: rotates signing keys under load, and prints when what happened. */
import { parseArgs } from 'node:util';
import { rotationRun } from './rotation/run.js';

const { values } = parseArgs({
  options: {
    speed: { type: 'string', default: '60' },
    rotations: { type: 'string', default: '2' },
  },
});
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const tally = await rotationRun({
  speed: Number(values.speed),
  rotations: Number(values.rotations),
  print,
});
const { issued, accepted, active, refused, failures } = tally;
const count = (value: number): string => value.toLocaleString('en');
print(
  `${count(issued)} tokens issued; shown ${count(accepted + active)} times, ` +
    `to APIs ${count(accepted)}, to introspection ${count(active)}; ` +
    `${count(refused)} forgeries refused; ${failures.length} failures`,
);
for (const failure of failures) process.stderr.write(`${failure}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
