import { sha256 } from '#crypto';
import type {
  ClientAuthentication,
  PresentedCredentials,
  VerifySecret,
} from '../contract/client-authentication.js';
import type { Client } from '../contract/client.js';
import type { FormRequest } from '../contract/requests.js';
import type { Awaitable, ByName } from '../contract/types.js';
import { timingSafeEqual } from '../crypto/timing-safe-equal.js';
import { andThen } from '../lib/and-then.js';
import { parseBasicCredentials } from './basic-credentials.js';

/** The methods of RFC 6749 section 2.3.1, and `none` of public clients. */
export function createSecretMethods(
  verifySecret: VerifySecret = verifySecretDigest,
): ByName<ClientAuthentication> {
  const presentSecret = (clientId: string, secret: string): PresentedCredentials => ({
    clientId,
    verify: (client) => verifySecret(secret, client),
  });
  return {
    client_secret_basic: {
      read({ http }) {
        const header = http.headers.get('authorization') ?? '';
        if (!/^basic /i.test(header)) return undefined;
        return presentSecret(...parseBasicCredentials(header.slice(6).trim()));
      },
    },
    client_secret_post: {
      parameters: ['client_id', 'client_secret'],
      read({ parameters }) {
        const secret = parameters.get('client_secret');
        return secret === undefined
          ? undefined
          : presentSecret(parameters.required('client_id'), secret);
      },
    },
    none: { fallback: true, parameters: ['client_id'], read: readPublicClient },
  };
}

function readPublicClient({ parameters }: FormRequest): PresentedCredentials | undefined {
  const clientId = parameters.get('client_id');
  return clientId === undefined ? undefined : { clientId, verify: () => true };
}

/** As long as a digest, so that a comparison with it takes as long. */
const dummyDigest = '-------------------------------------------';

function verifySecretDigest(secret: string, client: Client | undefined): Awaitable<boolean> {
  const stored = client?.client_secret_digest ?? dummyDigest;
  return andThen(sha256(secret), (digest) =>
    typeof stored === 'string'
      ? timingSafeEqual(digest, stored)
      : stored.some((one) => timingSafeEqual(digest, one)),
  );
}
