import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { startNode } from '@oauth/tooling/node-process';

// #223
it('a rotation across real nodes under load refuses no valid token, and accepts no forged one', async () => {
  const entry = fileURLToPath(new URL('../dist/rotation.js', import.meta.url));
  const run = startNode(entry, ['--speed', '180', '--rotations', '1']);
  expect(await run.ended, run.output.stderr).toBe(0);
  const { stdout } = run.output;
  const steps = [
    'all nodes publish key A',
    'the first token that key A',
    'rotateKeys: key B',
    'all nodes publish key B',
    'the first token that key B',
    'no node publishes key A',
    'forgeries refused; 0 failures',
  ];
  for (const step of steps) expect(stdout).toContain(step);
  const positions = steps.map((step) => stdout.indexOf(step));
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  expect(stdout).toMatch(/[1-9][\d,]* tokens issued.* [1-9][\d,]* forgeries refused/);
}, 120_000);
