import {
  checkOptionNames,
  defineGrant,
  type Awaitable,
  type Check,
  type Decision,
  type GrantHandler,
  type GrantPlugin,
  type JsonObject,
  type OptionNames,
  type TokenRequest,
} from '@oauth/core/plugin';
import { passwordError } from './reasons.js';
/** The user whose password was right. */
export interface AuthenticatedUser {
  /** The user's identifier, which resource servers get as `sub`. */
  readonly subject: string;
  /** Kept with the grant (`auth_time`, `acr`, …). */
  readonly details?: JsonObject | undefined;
}

/**
 * Verifies a user's password. Returns `undefined` both for an unknown user and for a wrong password,
 * and may throw an `OAuthError` to refuse with another error.
 */
export type AuthenticateUser = (
  username: string,
  password: string,
  request: TokenRequest,
) => Awaitable<AuthenticatedUser | undefined>;

/** Options of {@link password}. */
export interface PasswordOptions {
  readonly authenticateUser: AuthenticateUser;
  /**
   * Milliseconds after which a wrong password is refused, however soon `authenticateUser` returned.
   * Unless it is longer than `authenticateUser` takes, an attacker can learn from the time of the
   * response which users exist. At most 60,000. Default: 500.
   */
  readonly refusalDelayMs?: number | undefined;
  /** Resolves after that number of milliseconds. For tests. Default: a timer. */
  readonly wait?: ((milliseconds: number) => Promise<unknown>) | undefined;
}

const optionNames: OptionNames<PasswordOptions> = {
  authenticateUser: true,
  refusalDelayMs: true,
  wait: true,
};

/** What {@link password} returns. */
export type PasswordPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly password: GrantHandler };
}>;

/**
 * The resource owner password credentials grant.
 *
 * @deprecated It hands the user's password to the client (RFC 9700 section 2.4). Use the
 * authorization code grant; this one is for clients that cannot be changed.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.3
 */
export function password(options: PasswordOptions): PasswordPlugin {
  return defineGrant({
    name: '@oauth/grant-password',
    grants: {
      password: { clients: 'any', handle: (request) => authenticateOwner(request, options) },
    },
    check: (_server, check) => checkOptions(options, check),
  });
}

function checkOptions(options: PasswordOptions, check: Check): void {
  checkOptionNames(options, optionNames, check, 'password.');
  const { authenticateUser, refusalDelayMs = 500 } = options;
  check(
    typeof authenticateUser === 'function',
    'password.authenticateUser',
    `must be a function, not ${typeof authenticateUser}`,
  );
  check(
    refusalDelayMs >= 0 && refusalDelayMs <= 60_000,
    'password.refusalDelayMs',
    `must be a number of milliseconds, 0 to 60000, not ${refusalDelayMs}`,
  );
}

async function authenticateOwner(
  request: TokenRequest,
  { authenticateUser, refusalDelayMs = 500, wait = waitByTimer }: PasswordOptions,
): Promise<Decision> {
  const username = request.parameters.required('username');
  const userPassword = request.parameters.required('password');
  const scope = request.scope();
  const startedAtMs = Date.now();
  const user = await authenticateUser(username, userPassword, request);
  if (user === undefined) {
    const elapsedMs = Date.now() - startedAtMs;
    await wait(Math.max(0, refusalDelayMs - elapsedMs));
    throw passwordError('user.credentials');
  }
  return { subject: user.subject, details: user.details, scope, refreshable: true };
}

function waitByTimer(milliseconds: number): Promise<unknown> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
