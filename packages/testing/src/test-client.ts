import {
  isJsonObject,
  type HttpHeaders,
  type HttpRequest,
  type HttpResponse,
  type JsonObject,
} from '@oauth/core/plugin';
import { formatForm, formRequest, type FormParameters } from './form-request.js';

/** What a test client needs of a server. */
export interface TestedServer {
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse>;
}

/** Who the client is, and how it authenticates. */
export interface TestClientOptions {
  readonly client_id: string;
  readonly client_secret?: string | undefined;
  /** Default: `client_secret_basic`, or `none` without a secret. */
  readonly method?: 'client_secret_basic' | 'client_secret_post' | 'none' | undefined;
  /** Path of the token endpoint. Default: `/token`. */
  readonly tokenPath?: string | undefined;
}

/** A response as a client reads it. */
export interface TestResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  /** The members of a JSON object; empty when the body is something else. */
  readonly body: JsonObject;
  /** The body as it was sent. */
  readonly text: string;
}

/** A client for tests, without a network. */
export interface TestClient {
  /** Posts a token request. */
  token(parameters: FormParameters): Promise<TestResponse>;
  /** Posts a form to a path, authenticated as the client. */
  post(
    path: string,
    parameters: FormParameters,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestResponse>;
}

/**
 * Makes a client that calls `server.handle` itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
 */
export function testClient(server: TestedServer, options: TestClientOptions): TestClient {
  const { client_id, client_secret = '', tokenPath = '/token' } = options;
  const { method = client_secret === '' ? 'none' : 'client_secret_basic' } = options;
  const credentials = method === 'none' ? { client_id } : { client_id, client_secret };
  const authorization = `Basic ${btoa(`${formEncode(client_id)}:${formEncode(client_secret)}`)}`;

  const post: TestClient['post'] = async (path, parameters, headers) => {
    const request =
      method === 'client_secret_basic'
        ? formRequest(path, parameters, { Authorization: authorization, ...headers })
        : formRequest(path, addCredentials(parameters, credentials), headers);
    return toTestResponse(await server.handle(request));
  };
  return { post, token: (parameters) => post(tokenPath, parameters) };
}

function formEncode(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length);
}

/** A test's own parameters win over the credentials. */
function addCredentials(
  parameters: FormParameters,
  credentials: Readonly<Record<string, string>>,
): FormParameters {
  if (typeof parameters !== 'string') return { ...credentials, ...parameters };
  return `${parameters}&${formatForm(credentials)}`;
}

function toTestResponse({ status, headers, body: text }: HttpResponse): TestResponse {
  return { status, headers, body: parseJsonObject(text), text };
}

function parseJsonObject(text: string): JsonObject {
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) ? body : {};
  } catch {
    return {};
  }
}
