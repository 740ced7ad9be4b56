import {
  checkOptionNames,
  defineGrant,
  type GrantHandler,
  type GrantPlugin,
  type Issuance,
  type OptionNames,
  type TokenRequest,
} from '@oauth/core/plugin';
import { helloError } from './reasons.js';

/** Options of {@link hello}. */
export interface HelloOptions {
  /** What clients have to send as `greeting`. Default: `hello`. */
  readonly greeting?: string | undefined;
}

const optionNames: OptionNames<HelloOptions> = { greeting: true };

/** What {@link hello} returns. */
export type HelloPlugin = GrantPlugin<{
  readonly name: string;
  readonly grants: { readonly 'urn:example:hello': GrantHandler };
}>;

/**
 * Issues a token to every client that says hello.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.5
 */
export function hello(options: HelloOptions = {}): HelloPlugin {
  const { greeting = 'hello' } = options;
  return defineGrant({
    name: '@oauth/grant-hello',
    grants: { 'urn:example:hello': { handle: (request) => answerGreeting(request, greeting) } },
    check: (_server, check) => checkOptionNames(options, optionNames, check, 'hello.'),
  });
}

function answerGreeting(request: TokenRequest, greeting: string): Issuance {
  if (request.parameters.required('greeting') !== greeting)
    throw helloError('hello.wrong_greeting', { values: { greeting } });
  return { scope: request.scope() };
}
