import type { AuthorizationDecision, HttpRequest } from '@oauth/core';

const active = new Set(['alice']);

/** Stands for an app's users, sessions and pages. */
export const users = {
  isActive: (subject: string): boolean => active.has(subject),
  disable: (subject: string): boolean => active.delete(subject),
  /** A real one asks: see @oauth/grant-authorization-code. */
  decide: ({ headers }: HttpRequest): AuthorizationDecision =>
    headers.get('cookie') === 'session=alice'
      ? { approve: { subject: 'alice' } }
      : { show: { status: 200, headers: {}, body: 'Sign in first.' } },
};
