import { describe, expect, it } from 'vitest';
import { parse } from '../lib/ast.mjs';
import { cataloguesIn } from '../lib/reference/catalogues.mjs';
import { entryFaults } from '../lib/reference/entry-faults.mjs';
import { errorsPage } from '../lib/reference/errors-page.mjs';
import { eventReasonsIn, eventTypesIn } from '../lib/reference/event-names.mjs';
import { eventsPage } from '../lib/reference/events-page.mjs';
import { declaredNames, outsideFaults } from '../lib/reference/outside-faults.mjs';

const file = (text) => parse('reasons.ts', text);

const source = `
const gone = 'The code is ' + 'gone.';
const spent = { error: 'invalid_grant', description: gone } as const;
/** Reasons of codes. */
export const codeError = /* @__PURE__ */ defineReasons({
  /**
   * The code was never issued,
   * see {@link codeLifetime}.
   */
  'code.unknown': { ...spent, hint: 'Write a|b_ or {code}.' },
  /** The body is too large. @see RFC */
  'code.large': { error: 'invalid_request', status: 413 },
});
`;

const packageOf = (text, more) => ({
  name: '@oauth/grant-code',
  path: 'packages/grants/code',
  catalogues: cataloguesIn(file(text)),
  eventTypes: eventTypesIn(file(text)),
  eventReasons: eventReasonsIn(file(text)),
  ...more,
});

describe('catalogues of reasons', () => {
  it('are read with their comments, constants and spread members filled in', () => {
    const [{ introduction, entries }] = cataloguesIn(file(source));
    expect(introduction).toBe('Reasons of codes.');
    expect(entries).toMatchObject([
      {
        reason: 'code.unknown',
        meaning: 'The code was never issued,\nsee {@link codeLifetime}.',
        error: 'invalid_grant',
        description: 'The code is gone.',
        hint: 'Write a|b_ or {code}.',
      },
      { reason: 'code.large', error: 'invalid_request', status: 413 },
    ]);
  });

  it.each([
    ["{ 'a.b': { error: 'x' } }", '"a.b" has no comment'],
    ["{\n/** A */\n'a.b': { error: codes.x } }", 'error of "a.b" is no literal'],
    ["{\n/** A */\n'a.b': { error: 'x', hint: hintOf(1) } }", 'hint of "a.b" is no literal'],
    ['{\n/** A */\n"a.b": { hint: "x" } }', '"a.b" has no error code'],
    ['catalogue', 'no object literal'],
  ])('that cannot be documented are faults: %s', (catalogue, text) => {
    const faults = entryFaults([packageOf(`const e = defineReasons(${catalogue});`)]);
    expect(faults).toEqual([expect.objectContaining({ text: expect.stringContaining(text) })]);
  });

  it('become a table with code, status, meaning, description and hint', () => {
    const lines = errorsPage([packageOf(source)], new Map()).split('\n');
    expect(lines.slice(lines.indexOf('## `@oauth/grant-code`') + 2, -1)).toEqual([
      'Reasons of codes.',
      '',
      '| Reason | Error | What it means | What the client is told | What to do |',
      '| --- | --- | --- | --- | --- |',
      '| `code.unknown` | `invalid_grant` (400) | The code was never issued, see `codeLifetime`. | The code is gone. | Write a\\|b\\_ or {code}. |',
      '| `code.large` | `invalid_request` (413) | The body is too large. @see RFC | | |',
    ]);
  });

  it('show the status that an error code has when the entry has none', () => {
    expect(errorsPage([packageOf(source)], new Map([['invalid_grant', 418]]))).toContain(
      '`invalid_grant` (418)',
    );
  });
});

describe('types of events', () => {
  const events = `
declare module '@oauth/core' {
  interface OAuthEventTypes {
    /** A code was sent. @audit */
    'code.sent': unknown;
    /** A code was looked up. */
    'code.seen': unknown;
  }
}
export interface EventReasons {
  /** The code is of another client. */
  'code.foreign': unknown;
}
`;

  it('are read from what a package adds to core, with the audit mark apart', () => {
    expect(eventTypesIn(file(events))).toMatchObject([
      { name: 'code.sent', meaning: 'A code was sent.', isForAudit: true },
      { name: 'code.seen', meaning: 'A code was looked up.', isForAudit: false },
    ]);
  });

  it('stand apart from those that the runnable server adds', () => {
    const server = packageOf("interface ProcessEvents {\n/** Up. */\n'server.up': unknown }", {
      path: 'apps/server',
    });
    const text = eventsPage([packageOf(events), server], 'interface OAuthEvent {}');
    const [packages, added] = text.split('## What the runnable server adds');
    expect(packages).toContain('| `code.sent` | `@oauth/grant-code` | yes | A code was sent. |');
    expect(packages).toContain(
      '| `code.foreign` | `@oauth/grant-code` | The code is of another client. |',
    );
    expect(packages).toContain('```ts\ninterface OAuthEvent {}\n```');
    expect(added).toContain('| `server.up` | | Up. |');
    expect(packages).not.toContain('server.up');
  });

  it('without a comment are faults', () => {
    const text = "interface OAuthEventTypes { 'a.b': unknown } interface EventReasons { 'c.d': 1 }";
    expect(entryFaults([packageOf(text)]).map((fault) => fault.text)).toEqual([
      expect.stringContaining('"a.b" has no comment'),
      expect.stringContaining('"c.d" has no comment'),
    ]);
  });
});

describe('source outside of the catalogues', () => {
  const declared = packageOf(
    "const e = defineReasons({ '{parameter}.missing': {}, 'code.unknown': {} });" +
      "interface OAuthEventTypes { 'code.sent': unknown }" +
      "interface EventReasons { 'code.foreign': unknown }",
  );
  const faultsOf = (text, path = 'packages/grants/code', name = 'src/code.ts') =>
    outsideFaults(parse(name, text), { path }, declaredNames([declared])).map(
      (fault) => fault.text,
    );

  it.each([
    ["f({ reason: 'user.gone' })", '"user.gone" is in no catalogue'],
    ["const reason = known ? 'code.gone' : 'code.unknown'", '"code.gone" is in no catalogue'],
    ["server.emit('code.lost', {})", 'the event "code.lost" is emitted and undeclared'],
    ["emit({ type: 'code.unknown' })", 'the event "code.unknown" is emitted and undeclared'],
    ["new OAuthError('invalid_grant', {})", 'an OAuthError is made outside'],
  ])('is refused where operators could not look it up: %s', (source, text) => {
    expect(faultsOf(source)).toEqual([expect.stringContaining(text)]);
  });

  it.each([
    "server.emit('code.sent', { reason: 'code.foreign' })",
    "codeError('code.unknown'); requestError('scope.missing')",
    "checkOption('cors.origins', origins)",
    "import './code.js'",
  ])('may have names that are documented, and texts that are no names: %s', (source) => {
    expect(faultsOf(source)).toEqual([]);
  });

  it('has no undocumented name at all in the runnable server, and no limits in other apps', () => {
    const text = "log.say('process.started'); throw new OAuthError('x', { reason: 'a.missing' })";
    expect(faultsOf(text, 'apps/server')).toEqual([
      expect.stringContaining('"process.started" is in no catalogue'),
    ]);
    expect(faultsOf(text, 'apps/examples')).toEqual([]);
    expect(faultsOf(text, 'packages/core', 'src/http/reasons.ts')).toEqual([]);
  });
});
