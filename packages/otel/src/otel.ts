import {
  isJsonObject,
  type Call,
  type HttpResponse,
  type OAuthEvent,
  type Plugin,
  type ServerContext,
} from '@oauth/core';
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

/** Options of {@link otel}. */
export interface OtelOptions {
  /** Default: the global one. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Default: the global one. */
  readonly meterProvider?: MeterProvider | undefined;
}

const scope = '@oauth/otel';

/**
 * A span for each request to an endpoint, with the server's decisions as its events; how long
 * requests took; and how often each decision was made. Names and units are those of the semantic
 * conventions for HTTP servers; what they do not know is under `oauth.`. No attribute holds a
 * token, a code or a user.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function otel(options: OtelOptions = {}): Plugin {
  const tracer = (options.tracerProvider ?? trace).getTracer(scope);
  const meter = (options.meterProvider ?? metrics).getMeter(scope);
  const duration = meter.createHistogram('http.server.request.duration', {
    description: 'Duration of requests to the OAuth endpoints.',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5] },
  });
  const decisions = meter.createCounter('oauth.server.decisions', {
    description: 'Decisions of the OAuth server, by type and reason.',
    unit: '{decision}',
  });
  return {
    name: scope,
    around(call, server, next) {
      const attributes = requestAttributes(call, server);
      const name = `${call.request.method} ${String(attributes['http.route'])}`;
      return tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, (span) =>
        observe(call, next, span, duration, attributes),
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
  call: Call,
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

function requestAttributes({ request, endpoint }: Call, server: ServerContext): Attributes {
  return {
    'http.request.method': request.method,
    'http.route': new URL(server.endpointUrl(endpoint)).pathname,
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
