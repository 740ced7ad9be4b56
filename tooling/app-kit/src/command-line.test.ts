import { expect, it } from 'vitest';
import { parseCommandLine, readChoice, readPort, readUrl, UsageError } from './command-line.js';

it('says in one sentence which option is unknown', () => {
  const config = { args: ['--prot', '1'], options: { port: { type: 'string' } } } as const;
  expect(() => parseCommandLine(config)).toThrow(new UsageError("Unknown option '--prot'."));
  expect(parseCommandLine({ ...config, args: ['--port', '1'] }).values.port).toBe('1');
});

it('says what an option must be, and what it is', () => {
  expect(() => readPort('--port', '65536')).toThrow(
    new UsageError('--port must be a whole number from 0 to 65535, not "65536".'),
  );
  expect(() => readUrl('--issuer', 'nowhere')).toThrow(
    new UsageError('--issuer must be an absolute URL, not "nowhere".'),
  );
  expect(() => readChoice('--tokens', 'x', ['jwt', 'opaque'])).toThrow(
    new UsageError('--tokens must be one of jwt, opaque, not "x".'),
  );
  expect([readPort('-p', '0'), readUrl('-i', 'http://a'), readChoice('-t', 'a', ['a'])]).toEqual([
    0,
    'http://a',
    'a',
  ]);
});
