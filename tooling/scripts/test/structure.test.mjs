import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../lib/ast.mjs';
import { circleFaults } from '../lib/import-circles.mjs';
import { roomFaults } from '../lib/rooms.mjs';
import { sizeFaults, spreadOf } from '../lib/sizes.mjs';
import { root } from '../lib/workspace.mjs';

const core = (path) => join(root, 'packages/core/src', path);
const imports = (...pairs) =>
  pairs.map(([path, target, typeOnly = false], index) => ({
    path: core(path),
    target: core(target),
    typeOnly,
    line: index + 1,
  }));

describe('circles of imports', () => {
  const circles = (...pairs) => circleFaults(imports(...pairs)).map(({ line }) => line);

  it('are found once each, those of types too', () => {
    expect(circles(['a.ts', 'b.ts', true], ['b.ts', 'c.ts'], ['c.ts', 'a.ts'])).toEqual([1]);
    expect(circles(['a.ts', 'b.ts'], ['b.ts', 'a.ts'], ['b.ts', 'b.ts'])).toEqual([1, 3]);
  });

  it('are allowed among the files of one contract', () => {
    const [a, b] = ['contract/a.ts', 'contract/b.ts'];
    expect(circles([a, b], [b, a])).toEqual([]);
    expect(circles([a, 'c.ts'], ['c.ts', a])).toEqual([1]);
  });
});

describe('rooms of core', () => {
  const faultsOf = (paths, ...pairs) =>
    roomFaults(paths.map(core), imports(...pairs)).map(({ path, line }) => [path, line]);
  const contract = 'contract/a.ts';

  it('use values of the rooms below them, and types of every room', () => {
    const pairs = [
      ['http/h.ts', 'lib/l.ts'],
      ['http/h.ts', 'server/s.ts', true],
      ['index.ts', 'server/s.ts'],
      ['lib/l.ts', 'http/h.ts'],
      ['server/s.ts', 'index.ts'],
    ];
    expect(faultsOf([contract], ...pairs)).toEqual([
      [core('lib/l.ts'), 4],
      [core('server/s.ts'), 5],
    ]);
  });

  it('have every file but the doors in them, once there are rooms', () => {
    const paths = ['index.ts', 'plugin.ts', 'stray.ts', 'odd/o.ts'];
    expect(faultsOf(paths)).toEqual([]);
    expect(faultsOf([contract, ...paths])).toEqual([
      [core('stray.ts'), 1],
      [core('odd/o.ts'), 1],
    ]);
  });
});

describe('sizes of functions', () => {
  const kindsOf = (text, path = 'a.ts') => sizeFaults(parse(path, text)).map(({ kind }) => kind);
  const steps = 'step();\n'.repeat(45);
  const entries = 'entry: 1,\n'.repeat(45);

  it('are at most a screen, unless most of a function is a table', () => {
    expect(kindsOf(`function long() {\n${steps}}`)).toEqual(['long function']);
    expect(kindsOf(`function table() {\nreturn {\n${entries}};\n}`)).toEqual([]);
  });

  it('count the code of methods in a literal', () => {
    expect(kindsOf(`const make = () => ({\nrun: () => {\n${steps}},\n})`)).toHaveLength(2);
  });

  it('count each case of a shared suite by itself', () => {
    const half = 'step();\n'.repeat(25);
    const cases = `function cases() {\non('one', () => {\n${half}});\non(\`\${a}\`, () => {\n${half}});\n}`;
    expect(kindsOf(cases)).toEqual(['long function']);
    expect(kindsOf(cases, 'store-suite/a.ts')).toEqual([]);
  });

  it('have a median, a 90th percentile and a maximum', () => {
    const numbers = Array.from({ length: 11 }, (_, index) => index * 10);
    expect(spreadOf(numbers)).toEqual({ median: 50, ninetieth: 90, max: 100 });
  });
});
