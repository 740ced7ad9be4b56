import type { ResponseMode } from '../contract/authorization.js';
import type { HttpResponse } from '../contract/http.js';
import type { ByName } from '../contract/types.js';
import { escapeHtml } from './error-page.js';

/** Headers of every response of the authorization endpoint (RFC 9700 sections 4.2.4 and 4.16). */
export const pageHeaders = /* @__PURE__ */ Object.freeze({
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
});

/**
 * Core's response modes.
 *
 * @see https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes
 * @see https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html
 */
export const responseModes: ByName<ResponseMode> = {
  query: {
    carriesTokens: false,
    respond: (uri, parameters) =>
      createRedirect(`${uri}${uri.includes('?') ? '&' : '?'}${encodeParameters(parameters)}`),
  },
  fragment: {
    carriesTokens: true,
    respond: (uri, parameters) => createRedirect(`${uri}#${encodeParameters(parameters)}`),
  },
  form_post: { carriesTokens: true, respond: createFormPost },
};

/** 303, so that no browser repeats a posted form at the client (RFC 9700 section 4.12). */
function createRedirect(location: string): HttpResponse {
  return { status: 303, headers: { ...pageHeaders, Location: location }, body: '' };
}

function encodeParameters(parameters: ReadonlyMap<string, string>): string {
  const encodePair = (pair: readonly string[]): string => pair.map(encodeURIComponent).join('=');
  return Array.from(parameters, encodePair).join('&');
}

const submitScript = 'document.forms[0].submit()';
const submitScriptDigest = 'sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE=';

function createFormPost(uri: string, parameters: ReadonlyMap<string, string>): HttpResponse {
  const fields = Array.from(
    parameters,
    ([name, value]) =>
      `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  ).join('');
  // The origin: a policy cannot have the `;` and `,` of a path, nor an IPv6 host.
  const [target] = /^[^:]+:(\/\/[^/?;,[]+)?/.exec(uri) ?? [''];
  return {
    status: 200,
    headers: {
      ...pageHeaders,
      'Content-Type': 'text/html;charset=UTF-8',
      'Content-Security-Policy': `default-src 'none'; script-src '${submitScriptDigest}'; form-action ${target}; frame-ancestors 'none'; base-uri 'none'`,
    },
    body: `<!doctype html><html lang="en"><title>Continue</title><form method="post" action="${escapeHtml(uri)}">${fields}<noscript><button>Continue</button></noscript></form><script>${submitScript}</script></html>`,
  };
}
