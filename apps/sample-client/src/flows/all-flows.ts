import { authorizationCode } from './authorization-code.js';
import { clientCredentials } from './client-credentials.js';
import type { Flow } from './flow.js';
import { implicit } from './implicit.js';
import { password } from './password.js';
import { refresh } from './refresh.js';

/** Every flow, in the order of the overview. */
export const allFlows: readonly Flow[] = [
  authorizationCode,
  refresh,
  clientCredentials,
  implicit,
  password,
];
