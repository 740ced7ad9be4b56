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

function observed(store: Store = memoryStore()) {
  const spans = new InMemorySpanExporter();
  const exported = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: exported });
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
    token: (form: Record<string, string>, secret = client_secret) =>
      testClient(server, { ...client, client_secret: secret }).post('/tenant/token', form),
    spans: () => spans.getFinishedSpans(),
    points: async (name: string) => {
      await meterProvider.forceFlush();
      const scopes = exported.getMetrics().at(-1)?.scopeMetrics ?? [];
      const metric = scopes
        .flatMap((one) => one.metrics)
        .find((one) => one.descriptor.name === name);
      return { unit: metric?.descriptor.unit, points: metric?.dataPoints ?? [] };
    },
  };
}

const good = { grant_type: 'client_credentials' };

it('makes a span of a request, with the decision in it', async () => {
  const { token, spans } = observed();
  expect((await token(good)).status).toBe(200);
  expect(spans()).toMatchObject([
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

it('names what was refused, without calling it a failure', async () => {
  const { token, spans } = observed();
  await token(good, 'wrong');
  expect(spans()).toMatchObject([
    {
      attributes: { 'http.response.status_code': 401, 'error.type': 'invalid_client' },
      status: { code: SpanStatusCode.UNSET },
      events: [
        { name: 'request.refused', attributes: { 'oauth.reason': 'client.secret_mismatch' } },
      ],
    },
  ]);
});

it('marks a failure of the server', async () => {
  const store = memoryStore();
  const broken: Store = {
    ...store,
    commit: () => {
      throw new Error('no database');
    },
  };
  const { token, spans } = observed(broken);
  expect((await token(good)).status).toBe(500);
  expect(spans()).toMatchObject([
    { attributes: { 'error.type': 'server_error' }, status: { code: SpanStatusCode.ERROR } },
  ]);
});

it('counts decisions and measures requests in seconds', async () => {
  const { token, points } = observed();
  await token(good);
  await token(good);
  await token({ grant_type: 'none' });
  const decisions = await points('oauth.server.decisions');
  expect(
    decisions.points.map(({ attributes, value }) => [attributes['oauth.event.type'], value]),
  ).toEqual([
    ['token.issued', 2],
    ['request.refused', 1],
  ]);
  const duration = await points('http.server.request.duration');
  expect(duration.unit).toBe('s');
  expect(duration.points.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([
    200, 400,
  ]);
});

it('does not make a time series of each method that somebody thinks of', async () => {
  const { server, spans, points } = observed();
  const url = 'https://auth.example/tenant/token';
  for (const method of ['GET', 'FOO1', 'FOO2'.repeat(20)])
    expect((await server.handle(new Request(url, { method }))).status).toBe(405);
  const { points: durations } = await points('http.server.request.duration');
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
    spans().map(({ name, attributes }) => [name, attributes['http.request.method_original']]),
  ).toEqual([
    ['GET /tenant/token', undefined],
    ['HTTP /tenant/token', 'FOO1'],
    ['HTTP /tenant/token', 'FOO2'.repeat(8)],
  ]);
});

// #178
it('tells no secret', async () => {
  const { token, spans, points } = observed();
  const { body } = await token(good);
  const told = JSON.stringify([
    spans().map(({ name, attributes, events }) => ({ name, attributes, events })),
    (await points('oauth.server.decisions')).points,
  ]);
  expect(told).not.toContain(client_secret);
  const issued = JSON.stringify(body)
    .split('"')
    .filter((text) => text.length > 40);
  expect(issued).toHaveLength(1);
  for (const secret of issued) expect(told).not.toContain(secret);
});
