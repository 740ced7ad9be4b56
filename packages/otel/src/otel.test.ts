import { context, SpanStatusCode } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer, type Store } from '@oauth/core';
import { clientCredentials } from '@oauth/grant-client-credentials';
import { memoryStore } from '@oauth/store-memory';
import { testClient } from '@oauth/testing';
import { otel } from './index.js';

const client_secret = 'a-secret-of-the-client';
const client = { client_id: 'app', client_secret };

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

afterAll(() => {
  context.disable();
});

function observedServer(store: Store = memoryStore()) {
  const spans = new InMemorySpanExporter();
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter });
  const tracerProvider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spans)],
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const server = createServer({
    issuer: 'https://auth.example/tenant',
    clients: [{ ...client, grant_types: ['client_credentials'], scope: 'read' }],
    store,
    plugins: [clientCredentials(), otel({ tracerProvider, meterProvider })],
  });
  return {
    server,
    requestToken: (form: Record<string, string>, secret = client_secret) =>
      testClient(server, { ...client, client_secret: secret }).post('/tenant/token', form),
    getSpans: () => spans.getFinishedSpans(),
    getMetric: async (name: string) => {
      await meterProvider.forceFlush();
      const scopes = metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      const metric = scopes
        .flatMap(({ metrics }) => metrics)
        .find(({ descriptor }) => descriptor.name === name);
      return { unit: metric?.descriptor.unit, points: metric?.dataPoints ?? [] };
    },
  };
}

const validForm = { grant_type: 'client_credentials' };

it('otel makes a span of each request, with the server’s event in it', async () => {
  const { requestToken, getSpans } = observedServer();
  expect((await requestToken(validForm)).status).toBe(200);
  expect(getSpans()).toMatchObject([
    {
      name: 'POST /tenant/token',
      attributes: {
        'http.request.method': 'POST',
        'url.scheme': 'https',
        'url.path': '/tenant/token',
        'http.route': '/tenant/token',
        'http.response.status_code': 200,
        'oauth.endpoint': 'token_endpoint',
        'oauth.client_id': 'app',
      },
      events: [{ name: 'token.issued', attributes: { 'oauth.grant_type': 'client_credentials' } }],
    },
  ]);
});

it('otel names the reason of a refusal, and does not mark the span as an error', async () => {
  const { requestToken, getSpans } = observedServer();
  await requestToken(validForm, 'wrong');
  expect(getSpans()).toMatchObject([
    {
      attributes: { 'http.response.status_code': 401, 'error.type': 'invalid_client' },
      status: { code: SpanStatusCode.UNSET },
      events: [
        { name: 'request.refused', attributes: { 'oauth.reason': 'client.secret_mismatch' } },
      ],
    },
  ]);
});

it('otel marks the span of a server error as an error', async () => {
  const store = memoryStore();
  const broken: Store = {
    ...store,
    commit: () => {
      throw new Error('no database');
    },
  };
  const { requestToken, getSpans } = observedServer(broken);
  expect((await requestToken(validForm)).status).toBe(500);
  expect(getSpans()).toMatchObject([
    { attributes: { 'error.type': 'server_error' }, status: { code: SpanStatusCode.ERROR } },
  ]);
});

it('otel counts events and measures requests in seconds', async () => {
  const { requestToken, getMetric } = observedServer();
  await requestToken(validForm);
  await requestToken(validForm);
  await requestToken({ grant_type: 'none' });
  const decisions = await getMetric('oauth.server.decisions');
  expect(
    decisions.points.map(({ attributes, value }) => [attributes['oauth.event.type'], value]),
  ).toEqual([
    ['token.issued', 2],
    ['request.refused', 1],
  ]);
  const duration = await getMetric('http.server.request.duration');
  expect(duration.unit).toBe('s');
  expect(duration.points.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([
    200, 400,
  ]);
});

it('otel makes one time series of all methods that HTTP does not define', async () => {
  const { server, getSpans, getMetric } = observedServer();
  const url = 'https://auth.example/tenant/token';
  for (const method of ['GET', 'FOO1', 'FOO2'.repeat(20)])
    expect((await server.handle(new Request(url, { method }))).status).toBe(405);
  const { points: durations } = await getMetric('http.server.request.duration');
  expect(
    durations.map(({ attributes }) => [
      attributes['http.request.method'],
      attributes['url.scheme'],
      attributes['http.request.method_original'],
    ]),
  ).toEqual([
    ['GET', 'https', undefined],
    ['_OTHER', 'https', undefined],
  ]);
  expect(
    getSpans().map(({ name, attributes }) => [name, attributes['http.request.method_original']]),
  ).toEqual([
    ['GET /tenant/token', undefined],
    ['HTTP /tenant/token', 'FOO1'],
    ['HTTP /tenant/token', 'FOO2'.repeat(8)],
  ]);
});

// #178
it('otel writes no secret into spans or metrics', async () => {
  const { requestToken, getSpans, getMetric } = observedServer();
  const { body } = await requestToken(validForm);
  const written = JSON.stringify([
    getSpans().map(({ name, attributes, events }) => ({ name, attributes, events })),
    (await getMetric('oauth.server.decisions')).points,
  ]);
  expect(written).not.toContain(client_secret);
  const issued = JSON.stringify(body)
    .split('"')
    .filter((text) => text.length > 40);
  expect(issued).toHaveLength(1);
  for (const secret of issued) expect(written).not.toContain(secret);
});
