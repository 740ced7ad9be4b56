import { OAuthError } from '@oauth/core';
import type { ProofContext, SenderConstraint } from '@oauth/resource';

/** A sender constraint as the author of another package writes it. */
export interface ToySender extends SenderConstraint {
  /** The contexts of all calls of `prove`. */
  readonly contexts: readonly ProofContext[];
}

/** Binds tokens to the text of a header. A real one verifies a signature. */
export function toySender(name: string, scheme?: string): ToySender {
  const contexts: ProofContext[] = [];
  return {
    scheme,
    challenge: { [`${name}_algs`]: 'A B' },
    metadata: { [`${name}_supported`]: true, resource: 'https://attacker.example' },
    contexts,
    prove(request, context) {
      contexts.push(context);
      const key = request.headers.get(`${name}-key`);
      if (key === 'malformed')
        throw new OAuthError('invalid_toy_proof', {
          reason: 'toy.malformed',
          description: `The header ${name}-key is malformed.`,
          status: 401,
          headers: { [`${name}-nonce`]: 'next' },
        });
      return key === null
        ? undefined
        : { confirmation: key, headers: { [`${name}-nonce`]: 'next' } };
    },
  };
}
