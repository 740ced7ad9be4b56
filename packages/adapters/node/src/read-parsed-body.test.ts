import connect from 'connect';
import express from 'express';
import express4 from 'express4';
import { describe, expect, it } from 'vitest';
import {
  expectErrorResponse,
  type RawResponse,
  rawTokenRequest,
  startServer,
  validForm,
} from '@oauth/adapter-suite';
import type { OAuthEvent } from '@oauth/core';
import { nodeHandler } from './index.js';

type Middleware = connect.NextHandleFunction;

interface ParsedBodyResult {
  readonly response: RawResponse;
  readonly event: OAuthEvent;
  readonly tokensStored: number;
}

/** Sends a body to a server behind a middleware that touches it first. */
async function sendThroughMiddleware(
  middleware: Middleware,
  body = validForm,
): Promise<ParsedBodyResult> {
  const {
    store,
    connect: open,
    nextEvent,
  } = await startServer((server) => connect().use(middleware).use(nodeHandler(server)));
  const connection = await open();
  const response = await connection.sendRequest(rawTokenRequest(body));
  return { response, event: await nextEvent(), tokensStored: store.size };
}

const parsers: Record<string, Middleware> = {
  'express 5 urlencoded': express.urlencoded(),
  'express 5 urlencoded, extended': express.urlencoded({ extended: true }),
  'express 4 urlencoded': express4.urlencoded({ extended: false }),
  'express 4 urlencoded, extended': express4.urlencoded({ extended: true }),
  'express text': express.text({ type: '*/*' }),
  'express raw': express.raw({ type: '*/*' }),
};

// #116
describe.each(Object.entries(parsers))('behind %s', (_name, parser) => {
  // [A6]
  it('issues a token for a form that was parsed before', async () => {
    const { response, tokensStored } = await sendThroughMiddleware(parser);
    expect(response.status).toBe(200);
    expect(tokensStored).toBe(1);
  });

  // #100
  it('refuses a parameter sent twice', async () => {
    const { response, event, tokensStored } = await sendThroughMiddleware(
      parser,
      `${validForm}&scope=write`,
    );
    expectErrorResponse(response, 400, 'invalid_request');
    expect(event.reason).toBe('parameters.duplicate');
    expect(tokensStored).toBe(0);
  });

  // #106
  it('refuses a parameter that contains NUL', async () => {
    const { response, tokensStored } = await sendThroughMiddleware(parser, `${validForm}%00`);
    expectErrorResponse(response, 400, 'invalid_request');
    expect(tokensStored).toBe(0);
  });

  // #104
  it('leaves Object.prototype as it is for a parameter named __proto__', async () => {
    await sendThroughMiddleware(parser, `${validForm}&__proto__=1&__proto__[x]=1`);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('refuses a body of 70 KB', async () => {
    const { response } = await sendThroughMiddleware(
      parser,
      `${validForm}&x=${'x'.repeat(70_000)}`,
    );
    expectErrorResponse(response, 413, 'invalid_request');
  });

  it('refuses an empty body as a request without parameters', async () => {
    const { response } = await sendThroughMiddleware(parser, '');
    expectErrorResponse(response, 400, 'invalid_request');
  });
});

const nested = [
  'grant_type[]=client_credentials&scope=read',
  'grant_type[$ne]=x&scope=read',
  'grant_type=client_credentials&scope[a][b]=read',
];

// #7
it.each(nested)('refuses %s, of which a parser makes an object', async (body) => {
  const { response, event, tokensStored } = await sendThroughMiddleware(
    express.urlencoded({ extended: true }),
    body,
  );
  expectErrorResponse(response, 400, 'invalid_request');
  expect(event.reason).toBe('request.body_consumed');
  expect(tokensStored).toBe(0);
});

/** A middleware that reads all of the body and leaves `body` in the request. */
const leaveBody =
  (body: unknown): Middleware =>
  (request, _response, next) => {
    request.resume().on('end', () => {
      Object.assign(request, { body });
      next();
    });
  };

// #116
it('tells the operator to mount the handler earlier when the body is gone', async () => {
  const { response, event } = await sendThroughMiddleware(leaveBody(undefined));
  expect(response.status).toBe(500);
  expect(JSON.parse(response.body)).toMatchObject({ error: 'server_error' });
  expect(event).toMatchObject({ type: 'request.failed', reason: 'request.body_consumed' });
  expect(event.hint).toContain('before body parsers');
});

// #116
it.each([
  ['nothing', null],
  ['an object without members', {}],
  ['a list', [validForm]],
  ['a number', 7],
  ['a map', new Map([['grant_type', 'client_credentials']])],
  ['members that are not text', { grant_type: 'client_credentials', scope: 7 }],
])('refuses %s in place of a form', async (_title, body) => {
  const { response, event, tokensStored } = await sendThroughMiddleware(leaveBody(body));
  expectErrorResponse(response, 400, 'invalid_request');
  expect(event.reason).toBe('request.body_consumed');
  expect(tokensStored).toBe(0);
});

/** Middlewares that touch the stream without reading it to its end. */
const bystanders: Record<string, Middleware> = {
  'takes its time': (_request, _response, next) => void setImmediate(next),
  'listens to the stream': (request, _response, next) => {
    request.on('data', () => undefined);
    next();
  },
  'has paused it': (request, _response, next) => {
    request.pause();
    next();
  },
  'has set an encoding': (request, _response, next) => {
    request.setEncoding('utf8');
    next();
  },
  'has set a body of its own': (request, _response, next) => {
    Object.assign(request, { body: {} });
    next();
  },
};

it.each(Object.entries(bystanders))(
  'reads the body behind a middleware that %s',
  async (_title, middleware) => {
    const { response } = await sendThroughMiddleware(middleware);
    expect(response.status).toBe(200);
  },
);
