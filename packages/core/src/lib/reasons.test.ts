import { describe, expect, expectTypeOf, it } from 'vitest';
import { OAuthError } from '../index.js';
import { defineReasons } from '../plugin.js';

/** A third party's catalogue. */
const ticketError = defineReasons({
  /** The ticket is not known, or has expired. */
  'ticket.unknown': {
    error: 'invalid_grant',
    description: 'The ticket {ticket} is not valid for {client}.',
    hint: 'Tickets live for {lifetime} seconds: raise ticketLifetime.',
  },
  /** The client asks too often. */
  'ticket.slow_down': { error: 'slow_down', description: 'Wait longer.', status: 429 },
  /** A member is missing. */
  'ticket.{member}_missing': { error: 'invalid_request', description: '{member} is missing.' },
});

describe('a catalogue of reasons', () => {
  it('makes errors with the code, texts and status that it lists', () => {
    const values = { ticket: 'T1', client: 'web', lifetime: '60' };
    const error = ticketError('ticket.unknown', { values });
    expect(error).toBeInstanceOf(OAuthError);
    expect(error).toMatchObject({ code: 'invalid_grant', reason: 'ticket.unknown', status: 400 });
    expect(error.toParameters()).toEqual({
      error: 'invalid_grant',
      error_description: 'The ticket T1 is not valid for web.',
    });
    expect(error.options.hint).toBe('Tickets live for 60 seconds: raise ticketLifetime.');
    expect(ticketError('ticket.slow_down').status).toBe(429);
  });

  it('fills values into the reason code too', () => {
    const error = ticketError('ticket.{member}_missing', { values: { member: 'owner' } });
    expect(error).toMatchObject({ reason: 'ticket.owner_missing' });
    expect(error.toParameters().error_description).toBe('owner is missing.');
  });

  it('leaves no placeholder in a text whose value was forgotten', () => {
    const { error_description } = ticketError('ticket.unknown').toParameters();
    expect(error_description).not.toMatch(/[{}]/);
  });

  it('fills a value in unchanged, also one with placeholders', () => {
    const values = { ticket: '$& {client}', client: 'web' };
    const { error_description } = ticketError('ticket.unknown', { values }).toParameters();
    expect(error_description).toBe('The ticket $& {client} is not valid for web.');
  });

  it('takes the details of one case, which win over the catalogue', () => {
    const cause = new Error('database');
    const error = ticketError('ticket.slow_down', {
      cause,
      clientId: 'web',
      description: 'Wait for 10 seconds.',
      headers: { 'Retry-After': '10' },
    });
    expect(error.toResponse()).toMatchObject({ status: 429, headers: { 'Retry-After': '10' } });
    expect(error.message).toBe('Wait for 10 seconds.');
    expect(error.options).toMatchObject({ cause, clientId: 'web' });
  });

  it('makes a server_error of a reason that JavaScript misspells, and keeps its name', () => {
    const fromJavaScript: (reason: never) => OAuthError = ticketError;
    const misspelt: unknown = Reflect.apply(fromJavaScript, undefined, ['ticket.unknwon']);
    expect(misspelt).toMatchObject({ code: 'server_error', reason: 'ticket.unknwon', status: 500 });
  });

  it('knows its reasons at compile time', () => {
    expectTypeOf(ticketError)
      .parameter(0)
      .toEqualTypeOf<'ticket.unknown' | 'ticket.slow_down' | 'ticket.{member}_missing'>();
  });
});
