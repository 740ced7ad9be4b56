import type { Awaitable, JsonObject, JsonValue, Seconds } from '@oauth/core/plugin';
/** Members that do not follow from what is registered. */
export interface ExtraMetadata {
  /** URL of a page for developers. */
  readonly service_documentation?: string | undefined;
  /** URL of a page on how clients may use the server. */
  readonly op_policy_uri?: string | undefined;
  /** URL of the terms of service. */
  readonly op_tos_uri?: string | undefined;
  /** Languages of the pages that users see, as BCP 47 tags. */
  readonly ui_locales_supported?: readonly string[] | undefined;
  readonly [member: string]: JsonValue | undefined;
}

/** Options of `metadata`: what the document says besides what is registered, and where. */
export interface MetadataOptions {
  /** Members to add. They do not replace members that core or a plugin gives. */
  readonly extra?: ExtraMetadata | undefined;
  /**
   * Serves the document at both paths where OpenID Connect clients look, too:
   * `/.well-known/openid-configuration` before and after the issuer's path. Default: no.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414#section-5
   */
  readonly allowOpenidDiscovery?: boolean | undefined;
  /** Seconds for which a cache may keep the document, sent as `max-age`. Default: 3600. */
  readonly maxAge?: Seconds | undefined;
  /**
   * Signs the document as a JWT with these claims, `iss` among them, for `signed_metadata`. It is
   * called again when `maxAge` has passed, so that the document stops using a retired key.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8414#section-2.1
   */
  readonly sign?: ((claims: JsonObject) => Awaitable<string>) | undefined;
  /**
   * Checks the members of plugins and of `extra` when the server is made. Without the check, a
   * member that another source gives already is dropped, and a wrong value is served. Default: yes.
   */
  readonly validate?: boolean | undefined;
}
