import {
  type Awaitable,
  type Decision,
  defineGrant,
  type GrantHandler,
  type GrantPlugin,
  type JsonObject,
  OAuthError,
  type TokenRequest,
} from '@oauth/core/plugin';

/** Who signed in. */
export interface AuthenticatedUser {
  readonly subject: string;
  /** Kept with the grant (`auth_time`, `acr`, …). */
  readonly details?: JsonObject | undefined;
}

/** Checks a user's password; `undefined` for an unknown user and for a wrong password alike. */
export type AuthenticateUser = (
  username: string,
  password: string,
  request: TokenRequest,
) => Awaitable<AuthenticatedUser | undefined>;

/** Options of {@link password}. */
export interface PasswordOptions {
  readonly authenticateUser: AuthenticateUser;
  /**
   * Milliseconds after which a failed attempt is answered, whatever it took to find out; has to be
   * longer than `authenticateUser` takes. So nobody learns from the time which users exist.
   * Default: 500.
   */
  readonly refusalDelayMs?: number | undefined;
  /** Resolves after so many milliseconds. Default: a timer. For tests. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

/** What {@link password} returns. */
export type PasswordPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly password: GrantHandler };
}>;

/**
 * The resource owner password credentials grant.
 *
 * @deprecated It hands the user's password to the client (RFC 9700 section 2.4). Use the
 * authorization code grant; this is for clients that cannot be changed.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3
 */
export function password(options: PasswordOptions): PasswordPlugin {
  return defineGrant({
    name: '@oauth/grant-password',
    grants: { password: { clients: 'any', handle: (request) => decide(request, options) } },
    check(_, check) {
      const { authenticateUser, refusalDelayMs = 500 } = options;
      const callable = typeof authenticateUser === 'function';
      check(callable, 'password.authenticateUser', 'must be a function');
      const bounded = refusalDelayMs >= 0 && refusalDelayMs <= 60_000;
      check(bounded, 'password.refusalDelayMs', 'must be 0 to 60000, in milliseconds');
    },
  });
}

async function decide(
  request: TokenRequest,
  { authenticateUser, refusalDelayMs = 500, wait = timer }: PasswordOptions,
): Promise<Decision> {
  const username = request.parameters.required('username');
  const secret = request.parameters.required('password');
  const scope = request.scope();
  const started = Date.now();
  const user = await authenticateUser(username, secret, request);
  if (user === undefined) {
    await wait(Math.max(0, refusalDelayMs - (Date.now() - started)));
    throw new OAuthError('invalid_grant', {
      reason: 'user.credentials',
      description: 'The user name or password is wrong.',
    });
  }
  return { subject: user.subject, details: user.details, scope, refreshable: true };
}

function timer(milliseconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
