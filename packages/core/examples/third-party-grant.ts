import { OAuthError } from '@oauth/core';
import { defineGrant } from '@oauth/core/plugin';

/** Trades an API key of the old system for an access token of its owner. */
export const apiKeyGrant = (ownerOf: (apiKey: string) => Promise<string | undefined>) =>
  defineGrant({
    name: 'api-key',
    grants: {
      'urn:example:api-key': {
        async handle(request) {
          const subject = await ownerOf(request.parameters.required('api_key'));
          if (subject === undefined)
            throw new OAuthError('invalid_grant', { reason: 'api_key.unknown' });
          return { subject, scope: request.scope() };
        },
      },
    },
  });
