/**
 * A PKCE code verifier and its S256 code challenge, as requests carry them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7636#appendix-B
 */
export const pkcePair = {
  code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
} as const;
