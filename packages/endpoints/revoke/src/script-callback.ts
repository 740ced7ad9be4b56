import {
  OAuthError,
  type OAuthErrorOptions,
  type Endpoint,
  type EndpointContext,
  type HttpHeaders,
  type HttpRequest,
  type HttpResponse,
  type Parameters,
  type Plugin,
} from '@oauth/core/plugin';

/** What lets a script tag call the revocation endpoint. */
export interface ScriptCallbacks extends Pick<Plugin, 'middleware'> {
  readonly endpoints: { readonly revocation_endpoint: Endpoint };
}

/** A function's qualified name and nothing that could be more of a script. */
const functionName = /^(?=.{1,64}$)[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

const formType = 'application/x-www-form-urlencoded';

/**
 * Adds GET with a `callback` to the endpoint. A script tag sends cookies and remembered Basic
 * credentials along, and URLs are kept, so only public clients can use it and headers count for
 * nothing.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.3
 */
export function scriptCallbacks(posted: Endpoint): ScriptCallbacks {
  const callbacks = new WeakMap<EndpointContext, string>();
  const revocation_endpoint: Endpoint = {
    ...posted,
    methods: [...posted.methods, 'GET'],
    async handle(http, server, call) {
      if (http.method !== 'GET') return posted.handle(http, server, call);
      const parameters = server.parseParameters(/^[^?#]*\?([^#]*)/.exec(http.url)?.[1] ?? '');
      const callback = parameters.required('callback');
      if (!functionName.test(callback)) throw refused('invalid_request', 'callback.malformed');
      callbacks.set(call, callback);
      const inner: EndpointContext = { ...call, request: asForm(http, parameters) };
      try {
        return await posted.handle(inner.request, server, inner);
      } finally {
        if (inner.client) call.client = inner.client;
      }
    },
  };
  return {
    endpoints: { revocation_endpoint },
    async middleware(call, _server, next) {
      const response = await next();
      const callback = callbacks.get(call);
      return callback === undefined ? response : asScript(response, callback);
    },
  };
}

/** What may stand in a URL, as the form it would have been. */
function asForm({ url }: HttpRequest, parameters: Parameters): HttpRequest {
  const form = new URLSearchParams();
  for (const name of ['token', 'token_type_hint', 'client_id']) {
    const value = parameters.get(name);
    if (value !== undefined) form.set(name, value);
  }
  return {
    method: 'POST',
    url: url.replace(/[?#].*/s, ''),
    headers: { get: (name) => (/^content-type$/i.test(name) ? formType : null) },
    text: () => Promise.resolve(form.toString()),
  };
}

/** The answer as a call of the function, of no other type than a script in any browser. */
function asScript({ status, headers, body }: HttpResponse, callback: string): HttpResponse {
  // No browser shall ask for a password here, so it is no 401 either (RFC 6749 section 5.2).
  const { 'WWW-Authenticate': _challenge, ...rest }: HttpHeaders = headers;
  const argument = body.replace(/[<\u007f-\uffff]/g, escapeUnit);
  return {
    status: status === 401 ? 400 : status,
    headers: {
      ...rest,
      'Content-Type': 'application/javascript;charset=UTF-8',
      'X-Content-Type-Options': 'nosniff',
    },
    // The comment keeps the name from being the first bytes of some other kind of file.
    body: `/**/${callback}(${argument});`,
  };
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function refused(
  code: string,
  reason: string,
  more?: Omit<OAuthErrorOptions, 'reason'>,
): OAuthError {
  const description = reason.replace(/\..*/, (rest) => rest.replace(/[._]/g, ' '));
  return new OAuthError(code, { reason, description, ...more });
}
