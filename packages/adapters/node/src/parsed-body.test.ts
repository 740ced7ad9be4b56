import connect from 'connect';
import express from 'express';
import express4 from 'express4';
import { describe, expect, it } from 'vitest';
import { form, goodBody, expectRefusal, startServer, type Answer } from '@oauth/adapter-suite';
import type { OAuthEvent } from '@oauth/core';
import { nodeHandler } from './index.js';

type Middleware = connect.NextHandleFunction;

interface Outcome {
  readonly answer: Answer;
  readonly event: OAuthEvent;
  readonly rows: number;
}

/** Sends a body to a server behind a middleware that reads it first. */
async function send(middleware: Middleware, body = goodBody): Promise<Outcome> {
  const {
    rows,
    connect: open,
    nextEvent,
  } = await startServer((server) => connect().use(middleware).use(nodeHandler(server)));
  const connection = await open();
  const answer = await connection.ask(form(body));
  return { answer, event: await nextEvent(), rows: rows.size };
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
  it('a form is taken as it was parsed', async () => {
    const { answer, rows } = await send(parser);
    expect(answer.status).toBe(200);
    expect(rows).toBe(1);
  });

  // #100
  it('a name that came twice is refused', async () => {
    const { answer, event, rows } = await send(parser, `${goodBody}&scope=write`);
    expectRefusal(answer, 400, 'invalid_request');
    expect(event.reason).toBe('parameters.duplicate');
    expect(rows).toBe(0);
  });

  // #106
  it('NUL does not get through', async () => {
    const { answer, rows } = await send(parser, `${goodBody}%00`);
    expectRefusal(answer, 400, 'invalid_request');
    expect(rows).toBe(0);
  });

  // #104
  it('a parameter named __proto__ changes nothing', async () => {
    await send(parser, `${goodBody}&__proto__=1&__proto__[x]=1`);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('a body of 70 KB is refused', async () => {
    const { answer } = await send(parser, `${goodBody}&x=${'x'.repeat(70_000)}`);
    expectRefusal(answer, 413, 'invalid_request');
  });

  it('an empty body is a request without parameters', async () => {
    const { answer } = await send(parser, '');
    expectRefusal(answer, 400, 'invalid_request');
  });
});

const nested = [
  'grant_type[]=client_credentials&scope=read',
  'grant_type[$ne]=x&scope=read',
  'grant_type=client_credentials&scope[a][b]=read',
];

// #7
it.each(nested)('%s, which a parser makes an object of, is refused', async (body) => {
  const { answer, event, rows } = await send(express.urlencoded({ extended: true }), body);
  expectRefusal(answer, 400, 'invalid_request');
  expect(event.reason).toBe('request.body_consumed');
  expect(rows).toBe(0);
});

/** Leaves `body` in the request after reading all of it. */
const leaving =
  (body: unknown): Middleware =>
  (request, _response, next) => {
    request.resume().on('end', () => {
      Object.assign(request, { body });
      next();
    });
  };

// #116
it('a body that was read and left nowhere is a 500 whose event says what to do', async () => {
  const { answer, event } = await send(leaving(undefined));
  expect(answer.status).toBe(500);
  expect(JSON.parse(answer.body)).toMatchObject({ error: 'server_error' });
  expect(event).toMatchObject({ type: 'request.failed', reason: 'request.body_consumed' });
  expect(event.hint).toContain('before body parsers');
});

// #116
it.each([
  ['nothing', null],
  ['an object without members', {}],
  ['a list', [goodBody]],
  ['a number', 7],
  ['a map', new Map([['grant_type', 'client_credentials']])],
  ['members that are not text', { grant_type: 'client_credentials', scope: 7 }],
])('%s in place of a form is refused', async (_title, body) => {
  const { answer, event, rows } = await send(leaving(body));
  expectRefusal(answer, 400, 'invalid_request');
  expect(event.reason).toBe('request.body_consumed');
  expect(rows).toBe(0);
});

/** What others may have done to the stream without reading it up. */
const bystanders: Record<string, Middleware> = {
  'takes its time': (_request, _response, next) => void setImmediate(next),
  'listens in': (request, _response, next) => {
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

it.each(Object.entries(bystanders))('a body is read behind one who %s', async (_title, other) => {
  const { answer } = await send(other);
  expect(answer.status).toBe(200);
});
