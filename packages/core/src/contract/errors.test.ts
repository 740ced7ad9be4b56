import { describe, expect, expectTypeOf, it } from 'vitest';
import { bodyTooLarge } from '../http/reasons.js';
import { toOAuthError } from '../http/report-error.js';
import { ConfigurationError, OAuthError } from './errors.js';

const refused = (options = {}) =>
  new OAuthError('invalid_grant', { reason: 'test.reason', ...options });

interface Copy {
  readonly OAuthError: typeof OAuthError;
}

/** The module loaded once more: the same file under another name. */
async function copy(query: string): Promise<Copy> {
  const url = `./errors.js${query}`;
  const loaded: unknown = await import(/* @vite-ignore */ url);
  if (isCopy(loaded)) return loaded;
  throw new TypeError('errors.js exports no OAuthError');
}

function isCopy(value: unknown): value is Copy {
  return typeof value === 'object' && value !== null && 'OAuthError' in value;
}

describe('OAuthError.is', () => {
  // [M1]
  it('knows errors of another copy of the package', async () => {
    const [one, two] = [await copy('?one'), await copy('?two')];
    const theirs = new one.OAuthError('invalid_grant', { reason: 'test.reason' });
    expect(theirs).not.toBeInstanceOf(two.OAuthError);
    expect(theirs).not.toBeInstanceOf(OAuthError);
    expect(two.OAuthError.is(theirs)).toBe(true);
    expect(OAuthError.is(theirs)).toBe(true);
    expect(toOAuthError(theirs)).toBe(theirs);
  });

  it.each([undefined, null, 1, 'OAuthError', {}, new Error('x'), { name: 'OAuthError' }])(
    'says no to %j',
    (value) => {
      expect(OAuthError.is(value)).toBe(false);
    },
  );

  it('narrows what was thrown to OAuthError', () => {
    const thrown: unknown = refused();
    if (OAuthError.is(thrown)) expectTypeOf(thrown).toEqualTypeOf<OAuthError>();
    else throw new TypeError('not an OAuthError');
  });
});

describe('status', () => {
  it.each([
    ['invalid_request', 400],
    ['invalid_client', 401],
    ['invalid_grant', 400],
    ['invalid_token', 401],
    ['insufficient_scope', 403],
    ['server_error', 500],
    ['temporarily_unavailable', 503],
    ['constructor', 400],
    ['my_own_error', 400],
  ])('of %s is %i', (code, status) => {
    expect(new OAuthError(code, { reason: 'test' }).toResponse().status).toBe(status);
  });

  it('is the given one if there is one', () => {
    expect(refused({ status: 415 }).status).toBe(415);
  });
});

describe('what goes to the client', () => {
  it('has nothing of what is for the operator', () => {
    const error = refused({
      description: 'Refused.',
      uri: 'https://docs.example/refused',
      hint: 'operators only',
      cause: new Error('driver text'),
      clientId: 'web',
    });
    expect(JSON.parse(error.toResponse().body)).toEqual({
      error: 'invalid_grant',
      error_description: 'Refused.',
      error_uri: 'https://docs.example/refused',
    });
  });

  it('keeps to the characters of RFC 6749 section 5.2', () => {
    const { error_description: text } = refused({
      description: 'a "b" \\ é\n\u2028',
    }).toParameters();
    expect(text).toBe("a 'b' ' ???");
  });

  it('leaves out what is not said', () => {
    expect(refused().toParameters()).toEqual({ error: 'invalid_grant' });
  });
});

it('adds headers to its own', () => {
  const error = refused({ headers: { Allow: 'POST' } });
  const response = error.toResponse({ 'WWW-Authenticate': 'Basic' });
  expect(response.headers).toMatchObject({ Allow: 'POST', 'WWW-Authenticate': 'Basic' });
  expect(error.toResponse().headers).not.toHaveProperty('WWW-Authenticate');
});

it.each([new Error('secret'), 'text', null, undefined, { code: 'invalid_grant' }])(
  'takes an unknown %j for a server_error that leaks nothing',
  (thrown) => {
    const error = toOAuthError(thrown);
    expect(error).toMatchObject({ code: 'server_error', reason: 'server.unexpected' });
    expect(error.cause).toBe(thrown);
    expect(error.toResponse().body).not.toContain('secret');
  },
);

it('closes the connection of a body that is too large', () => {
  const response = bodyTooLarge(10).toResponse();
  expect(response).toMatchObject({ status: 413, headers: { Connection: 'close' } });
});

it('says each configuration fault with its path', () => {
  const faults = [
    { path: 'issuer', message: 'is missing' },
    { path: 'clients[0].scope', message: 'is odd' },
  ];
  const error = new ConfigurationError(faults);
  expect(error.message).toBe('issuer: is missing\nclients[0].scope: is odd');
  expect(error.faults).toEqual(faults);
});
