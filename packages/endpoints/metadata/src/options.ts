import type { Awaitable, JsonObject, JsonValue, Seconds } from '@oauth/core/plugin';

/** Members that no part of the server can know. */
export interface ExtraMetadata {
  /** A page for developers. */
  readonly service_documentation?: string | undefined;
  /** A page on how clients may use the server. */
  readonly op_policy_uri?: string | undefined;
  readonly op_tos_uri?: string | undefined;
  /** Languages of the pages users see, as BCP 47 tags. */
  readonly ui_locales_supported?: readonly string[] | undefined;
  readonly [member: string]: JsonValue | undefined;
}

/** Changes what the document says beside what is registered, and where. */
export interface MetadataOptions {
  /** Members to add. None that a part of the server gives can be replaced. */
  readonly extra?: ExtraMetadata | undefined;
  /**
   * Serves the document at both places where OpenID Connect clients look, too:
   * `/.well-known/openid-configuration` before and after the issuer's path. Default: no.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414#section-5
   */
  readonly allowOpenidDiscovery?: boolean | undefined;
  /** Seconds a cache may keep the document. Default: 3600. */
  readonly maxAge?: Seconds | undefined;
  /**
   * Signs the document as a JWT with these claims, `iss` among them, for `signed_metadata`. Called
   * again when `maxAge` has passed, so that a retired key goes out of use.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414#section-2.1
   */
  readonly sign?: ((claims: JsonObject) => Awaitable<string>) | undefined;
  /**
   * Whether members of plugins and of `extra` are checked when the server is made. Unchecked, those
   * that are there already are dropped. Default: yes.
   */
  readonly validate?: boolean | undefined;
}
