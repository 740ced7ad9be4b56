import type { Client } from './client.js';
import type { HttpRequest } from './http.js';
import type { Parameters } from './parameters.js';
import type { StoredRecord } from './store.js';
import type { Awaitable } from './types.js';

/** A form that was posted to an endpoint. */
export interface FormRequest {
  readonly http: HttpRequest;
  /** Metadata member of the endpoint that the form was posted to, such as `token_endpoint`. */
  readonly endpoint: string;
  readonly parameters: Parameters;
}

/** A form whose client is authenticated. */
export interface ClientRequest extends FormRequest {
  readonly client: Client;
  /** Epoch seconds. */
  readonly now: number;
}

/** A request that tokens are issued for. */
export interface IssuingRequest extends ClientRequest {
  /** Its `grant_type`; `implicit` where the authorization endpoint issues. */
  readonly grantType: string;
}

/** What a grant handler decides on. The client is authenticated and may use the grant. */
export interface TokenRequest extends IssuingRequest {
  /**
   * The requested scopes, checked against the client's registration and the server's policy. Copy
   * the list to change it: requests may share it, and then it is frozen.
   *
   * @throws OAuthError `invalid_scope`
   */
  readonly scope: () => readonly string[];
  /** The live record of a code or token that the client presents, whether it is spent or not. */
  readonly findRecord: (token: string, kind: string) => Awaitable<StoredRecord | undefined>;
}
