import { authorizationCode } from './authorization-code.js';
import { clientCredentials } from './client-credentials.js';
import type { Grant } from './grant.js';
import { implicit } from './implicit.js';
import { password } from './password.js';
import { refresh } from './refresh.js';

/** All that there are, in the order of the overview. */
export const grants: readonly Grant[] = [
  authorizationCode,
  refresh,
  clientCredentials,
  implicit,
  password,
];
