import type {
  Endpoint,
  EndpointContext,
  HttpHeaders,
  HttpRequest,
  HttpResponse,
  Parameters,
  Plugin,
} from '@oauth/core/plugin';
import { revocationError } from './reasons.js';
/** The parts of a plugin that let a script tag call the revocation endpoint. */
export interface JsonpSupport extends Pick<Plugin, 'middleware'> {
  readonly endpoints: { readonly revocation_endpoint: Endpoint };
}

/** The qualified name of a function. Anything more could be a script of an attacker. */
const functionNamePattern = /^(?=.{1,64}$)[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

const formType = 'application/x-www-form-urlencoded';

/**
 * Adds GET with a `callback` to the endpoint that takes posted forms. Browsers send cookies and
 * remembered Basic credentials along with a script tag, and logs keep URLs, so headers are ignored
 * and only public clients can use it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7009#section-2.3
 */
export function jsonpSupport(formEndpoint: Endpoint): JsonpSupport {
  const callbacks = new WeakMap<EndpointContext, string>();
  const revocation_endpoint: Endpoint = {
    ...formEndpoint,
    methods: [...formEndpoint.methods, 'GET'],
    async handle(request, server, context) {
      if (request.method !== 'GET') return formEndpoint.handle(request, server, context);
      const parameters = server.parseParameters(/^[^?#]*\?([^#]*)/.exec(request.url)?.[1] ?? '');
      const callback = parameters.required('callback');
      if (!functionNamePattern.test(callback)) throw revocationError('callback.malformed');
      callbacks.set(context, callback);
      const form = buildFormRequest(request, parameters);
      const formContext: EndpointContext = { ...context, request: form };
      try {
        return await formEndpoint.handle(form, server, formContext);
      } finally {
        if (formContext.client) context.client = formContext.client;
      }
    },
  };
  return {
    endpoints: { revocation_endpoint },
    async middleware(context, _server, next) {
      const response = await next();
      const callback = callbacks.get(context);
      return callback === undefined ? response : buildScriptResponse(response, callback);
    },
  };
}

/** A posted form with those parameters of the URL that a public client may send. */
function buildFormRequest({ url }: HttpRequest, parameters: Parameters): HttpRequest {
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

/** A script that calls the function with the response's body, and that no browser takes for more. */
function buildScriptResponse(
  { status, headers, body }: HttpResponse,
  callback: string,
): HttpResponse {
  // A challenge would have the browser ask for a password; a 401 needs one (RFC 6749 section 5.2).
  const { 'WWW-Authenticate': _challenge, ...otherHeaders }: HttpHeaders = headers;
  const argument = body.replace(/[<\u007f-\uffff]/g, escapeCodeUnit);
  return {
    status: status === 401 ? 400 : status,
    headers: {
      ...otherHeaders,
      'Content-Type': 'application/javascript;charset=UTF-8',
      'X-Content-Type-Options': 'nosniff',
    },
    // An attacker who chooses the first bytes could make the response pass for another file format.
    body: `/**/${callback}(${argument});`,
  };
}

function escapeCodeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
