import {
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Histogram,
  type MeterProvider,
  type Span,
  type TracerProvider,
} from '@opentelemetry/api';
import {
  type EndpointContext,
  type HttpResponse,
  isJsonObject,
  type Middleware,
  type OAuthEvent,
  type OnEvent,
  type ServerContext,
} from '@oauth/core/plugin';

/** Options of {@link otel}. */
export interface OtelOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider | undefined;
}

/** What {@link otel} returns. */
export interface OtelPlugin {
  readonly name: string;
  readonly middleware: Middleware;
  readonly onEvent: OnEvent;
}

const scope = '@oauth/otel';

/** What the conventions advise, and finer at the start. */
const buckets = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1],
  ...[0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
];

/** Methods by their name; a stranger may send any other, and each would be a time series. */
const methods = new Set('CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE'.split(' '));

/**
 * A span for each request to an endpoint, with the server's decisions as its events; how long
 * requests took; and how often each decision was made. Names and units are those of the semantic
 * conventions for HTTP servers; what they do not know is under `oauth.`. No attribute holds a
 * token, a code or a user.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function otel(options: OtelOptions = {}): OtelPlugin {
  const tracer = (options.tracerProvider ?? trace).getTracer(scope);
  const meter = (options.meterProvider ?? metrics).getMeter(scope);
  const duration = meter.createHistogram('http.server.request.duration', {
    description: 'Duration of requests to the OAuth endpoints.',
    unit: 's',
    advice: { explicitBucketBoundaries: buckets },
  });
  const decisions = meter.createCounter('oauth.server.decisions', {
    description: 'Decisions of the OAuth server, by type and reason.',
    unit: '{decision}',
  });
  return {
    name: scope,
    middleware(call, server, next) {
      const { method } = call.request;
      const known = methods.has(method);
      const shared = requestAttributes(call, server, known ? method : '_OTHER');
      const route = shared['http.route'];
      const attributes = {
        ...shared,
        'url.path': route,
        ...(!known && { 'http.request.method_original': method.slice(0, 32) }),
      };
      const name = `${known ? method : 'HTTP'} ${String(route)}`;
      return tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, (span) =>
        observe(call, next, span, duration, shared),
      );
    },
    onEvent(event) {
      const attributes = eventAttributes(event);
      decisions.add(1, attributes);
      trace.getActiveSpan()?.addEvent(event.type, attributes);
    },
  };
}

async function observe(
  call: EndpointContext,
  next: () => Promise<HttpResponse>,
  span: Span,
  duration: Histogram,
  attributes: Attributes,
): Promise<HttpResponse> {
  const started = performance.now();
  try {
    const response = await next();
    const answered = responseAttributes(response);
    span.setAttributes({ ...answered, 'oauth.client_id': call.client?.client_id });
    if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    duration.record((performance.now() - started) / 1000, { ...attributes, ...answered });
    return response;
  } finally {
    span.end();
  }
}

/** As of the server's own URL: what a client claims in its request line or Host is not taken. */
function requestAttributes(
  { endpoint }: EndpointContext,
  server: ServerContext,
  method: string,
): Attributes {
  const { pathname, protocol } = new URL(server.endpointUrl(endpoint));
  return {
    'http.request.method': method,
    'url.scheme': protocol.slice(0, -1),
    'http.route': pathname,
    'oauth.endpoint': endpoint,
  };
}

function responseAttributes({ status, body }: HttpResponse): Attributes {
  const attributes = { 'http.response.status_code': status };
  return status < 400
    ? attributes
    : { ...attributes, 'error.type': errorCode(body) ?? `${status}` };
}

function errorCode(body: string): string | undefined {
  if (!body.startsWith('{')) return undefined;
  const parsed: unknown = JSON.parse(body);
  const code = isJsonObject(parsed) ? parsed['error'] : undefined;
  return typeof code === 'string' ? code : undefined;
}

function eventAttributes({ type, reason, endpoint, grantType, error }: OAuthEvent): Attributes {
  return {
    'oauth.event.type': type,
    'oauth.reason': reason,
    'oauth.endpoint': endpoint,
    'oauth.grant_type': grantType,
    'error.type': error,
  };
}
