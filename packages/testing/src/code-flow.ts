import type { HttpResponse } from '@oauth/core/plugin';
import { pkcePair, type PkcePair } from './pkce-pair.js';
import {
  testClient,
  type TestClientOptions,
  type TestedServer,
  type TestResponse,
} from './test-client.js';

/** The client of a code flow. */
export interface CodeFlowOptions extends TestClientOptions {
  /** The redirect URI that the client is registered with. */
  readonly redirect_uri: string;
  /** URL of the authorization endpoint: the issuer and `/authorize`, unless the server has another. */
  readonly authorizationEndpoint: string;
}

/** Parameters that a test adds or, with `undefined`, leaves out. */
export type FlowParameters = Readonly<Record<string, string | undefined>>;

/** The authorization code grant with PKCE, step by step or in one go. */
export interface CodeFlow {
  /** Sends the authorization request; resolves to the parameters of the redirect that answers it. */
  readonly authorize: (parameters?: FlowParameters) => Promise<URLSearchParams>;
  /** Sends the authorization request; resolves to the code. Throws when there is none. */
  readonly requestCode: (parameters?: FlowParameters) => Promise<string>;
  /** Sends the token request for a code. */
  readonly exchangeCode: (code: string, parameters?: FlowParameters) => Promise<TestResponse>;
  /** Sends the token request for a refresh token. */
  readonly refreshTokens: (
    refresh_token: string,
    parameters?: FlowParameters,
  ) => Promise<TestResponse>;
  /** Requests a code with these parameters and exchanges it. */
  readonly requestTokens: (parameters?: FlowParameters) => Promise<TestResponse>;
}

/**
 * Makes a client that goes through the authorization code grant, for a server whose `authorize`
 * approves at once. The authorization endpoint has to answer by a redirect with a query.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
export function codeFlow(server: TestedServer, options: CodeFlowOptions): CodeFlow {
  const { client_id, redirect_uri, authorizationEndpoint } = options;
  const client = testClient(server, options);
  let pair: Promise<PkcePair> | undefined;
  const getPair = (): Promise<PkcePair> => (pair ??= pkcePair());

  const authorize: CodeFlow['authorize'] = async (parameters) => {
    const { code_verifier: _, ...challenge } = await getPair();
    const request = { client_id, redirect_uri, response_type: 'code', ...challenge };
    const query = formatQuery({ ...request, ...parameters });
    return readRedirect(await server.handle(new Request(`${authorizationEndpoint}?${query}`)));
  };
  const requestCode: CodeFlow['requestCode'] = async (parameters) => {
    const answer = await authorize(parameters);
    const code = answer.get('code');
    if (code === null) throw new Error(`The redirect has no code, but ${answer.toString()}`);
    return code;
  };
  const exchangeCode: CodeFlow['exchangeCode'] = async (code, parameters) => {
    const { code_verifier } = await getPair();
    const grant = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
    return client.token({ ...grant, ...parameters });
  };
  return {
    authorize,
    requestCode,
    exchangeCode,
    refreshTokens: (refresh_token, parameters) =>
      client.token({ grant_type: 'refresh_token', refresh_token, ...parameters }),
    requestTokens: async (parameters) => exchangeCode(await requestCode(parameters)),
  };
}

function readRedirect({ headers, body }: HttpResponse): URLSearchParams {
  const location = headers['Location'];
  if (typeof location === 'string') return new URL(location).searchParams;
  throw new Error(`The authorization endpoint sent no redirect, but ${body}`);
}

function formatQuery(parameters: FlowParameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, value);
  return query.toString();
}
