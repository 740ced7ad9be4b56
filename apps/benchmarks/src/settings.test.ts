import { describe, expect, it } from 'vitest';
import { parseSettings } from './settings.js';

describe('the command line', () => {
  it('measures everything without options, and that may be shown', () => {
    expect(parseSettings([])).toMatchObject({ rounds: 11, seconds: 1, full: true });
  });

  it.each([
    ['--quick'],
    ['--rounds=5'],
    ['--scenario=introspect'],
    ['--server=hello'],
    ['--only=http'],
    ['--against=main'],
  ])('does not take a run with %s for the one to show', (option) => {
    expect(parseSettings([option])).toMatchObject({ full: false });
  });

  it('compares with a revision in 9 rounds, or in as many as asked for', () => {
    expect(parseSettings(['--against', 'main'])).toMatchObject({ against: 'main', rounds: 9 });
    expect(parseSettings(['--against=main', '--rounds=2'])).toMatchObject({ rounds: 2 });
    expect(parseSettings(['--against=main', '--quick'])).toMatchObject({ rounds: 3 });
  });

  it('asks for help', () => {
    expect(parseSettings(['--help'])).toBeUndefined();
  });

  it.each([['--rounds=0'], ['--seconds=1.5'], ['--load=ab'], ['--only=tcp'], ['--fast']])(
    'refuses %s by an error',
    (option) => {
      expect(() => parseSettings([option])).toThrow();
    },
  );

  it('refuses a scenario, which is one over HTTP, for the part in process', () => {
    expect(() => parseSettings(['--only=in-process', '--scenario=refresh'])).toThrow(RangeError);
  });
});
