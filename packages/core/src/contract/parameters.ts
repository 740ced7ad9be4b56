/** Whether a name may come more than once, as the checkboxes of an app's page do. */
export type DuplicateParameters = 'refused' | 'allowed';

/**
 * Parameters of a query or a form. A parameter without a value counts as absent.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1
 */
export interface Parameters {
  /** The value, or `undefined` when the parameter is missing or empty. */
  get(name: string): string | undefined;
  /** Every value of a parameter that may repeat (`resource`, RFC 8707), in the order sent. */
  all(name: string): readonly string[];
  /**
   * The value of a parameter that has to be there.
   *
   * @throws OAuthError `invalid_request`
   */
  required(name: string): string;
  /** Names in the order they came. */
  names(): Iterable<string>;
}
