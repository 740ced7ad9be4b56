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
  /** Provides the tracer of spans. Default: the global tracer provider. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Provides the meter of metrics. Default: the global meter provider. */
  readonly meterProvider?: MeterProvider | undefined;
}

/** What {@link otel} returns. */
export interface OtelPlugin {
  readonly name: string;
  readonly middleware: Middleware;
  readonly onEvent: OnEvent;
}

const instrumentationScope = '@oauth/otel';

/** Seconds: the buckets of the semantic conventions, and finer ones below 5 ms. */
const durationBuckets = [
  ...[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1],
  ...[0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
];

/** Other methods are counted as `_OTHER`: each that an attacker sends would be a new time series. */
const knownMethods = new Set('CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE'.split(' '));

/**
 * Makes a span of each request to an endpoint, with the server's events as span events, measures the
 * duration of requests and counts events. Names and units are those of the semantic conventions for
 * HTTP servers; attributes beyond them begin with `oauth.`. No attribute holds a token, a code or a
 * user.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function otel(options: OtelOptions = {}): OtelPlugin {
  const tracer = (options.tracerProvider ?? trace).getTracer(instrumentationScope);
  const meter = (options.meterProvider ?? metrics).getMeter(instrumentationScope);
  const duration = meter.createHistogram('http.server.request.duration', {
    description: 'Duration of requests to the OAuth endpoints.',
    unit: 's',
    advice: { explicitBucketBoundaries: durationBuckets },
  });
  const decisions = meter.createCounter('oauth.server.decisions', {
    description: 'Decisions of the OAuth server, by type and reason.',
    unit: '{decision}',
  });
  return {
    name: instrumentationScope,
    middleware(context, server, next) {
      const { method } = context.request;
      const isKnown = knownMethods.has(method);
      const shared = requestAttributes(context, server, isKnown ? method : '_OTHER');
      const route = shared['http.route'];
      const attributes = {
        ...shared,
        'url.path': route,
        ...(!isKnown && { 'http.request.method_original': method.slice(0, 32) }),
      };
      const name = `${isKnown ? method : 'HTTP'} ${String(route)}`;
      return tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, (span) =>
        recordRequest(context, next, { span, duration, attributes: shared }),
      );
    },
    onEvent(event) {
      const attributes = eventAttributes(event);
      decisions.add(1, attributes);
      trace.getActiveSpan()?.addEvent(event.type, attributes);
    },
  };
}

/** Where a request is recorded. */
interface RequestRecording {
  readonly span: Span;
  readonly duration: Histogram;
  readonly attributes: Attributes;
}

async function recordRequest(
  context: EndpointContext,
  next: () => Promise<HttpResponse>,
  { span, duration, attributes }: RequestRecording,
): Promise<HttpResponse> {
  const startedMs = performance.now();
  try {
    const response = await next();
    const outcome = responseAttributes(response);
    span.setAttributes({ ...outcome, 'oauth.client_id': context.client?.client_id });
    if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    duration.record((performance.now() - startedMs) / 1000, { ...attributes, ...outcome });
    return response;
  } finally {
    span.end();
  }
}

/** Read from the server's configured URL: a client could send any Host or request line. */
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
    : { ...attributes, 'error.type': parseErrorCode(body) ?? `${status}` };
}

function parseErrorCode(body: string): string | undefined {
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
