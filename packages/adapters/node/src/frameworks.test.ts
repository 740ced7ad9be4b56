import type { RequestListener } from 'node:http';
import connect from 'connect';
import express from 'express';
import express4 from 'express4';
import fastify from 'fastify';
import Koa from 'koa';
import { describe, expect, it } from 'vitest';
import {
  frameworkSuite,
  type OAuthServer,
  rawRequest,
  rawTokenRequest,
  startServer,
  validForm,
} from '@oauth/adapter-suite';
import { nodeHandler } from './index.js';

/** Apps that serve the authorization server, and `hello` at every other path. */
const frameworks: Record<string, (server: OAuthServer) => Promise<RequestListener>> = {
  async 'express 5'(server) {
    return express()
      .use(nodeHandler(server))
      .use((_request, response) => void response.send('hello'));
  },
  async 'express 4'(server) {
    return express4()
      .use(nodeHandler(server))
      .use((_request, response) => void response.send('hello'));
  },
  async connect(server) {
    return connect()
      .use(nodeHandler(server))
      .use((_request, response) => response.end('hello'));
  },
  async fastify(server) {
    const oauth = nodeHandler(server);
    const app = fastify();
    app.addHook('onRequest', (request, reply, next) => oauth(request.raw, reply.raw, next));
    app.setNotFoundHandler((_request, reply) => reply.code(200).send('hello'));
    await app.ready();
    return (incoming, outgoing) => app.routing(incoming, outgoing);
  },
  async koa(server) {
    const oauth = nodeHandler(server);
    const app = new Koa();
    app.silent = true;
    app.use(async (context, next) => {
      context.respond = !server.canHandle(context.url);
      if (context.respond) await next();
      else oauth(context.req, context.res);
    });
    app.use((context) => void (context.body = 'hello'));
    const listener = app.callback();
    return (incoming, outgoing) => void listener(incoming, outgoing);
  },
};

describe.each(Object.entries(frameworks))('in %s', (_name, createListener) => {
  frameworkSuite(createListener);

  it('leaves paths without an endpoint to the app', async () => {
    const { connect } = await startServer(createListener);
    const connection = await connect();
    const response = await connection.sendRequest(rawRequest('GET', '/elsewhere'));
    expect(response).toMatchObject({ status: 200, body: 'hello' });
    expect((await connection.sendRequest(rawTokenRequest(validForm))).status).toBe(200);
  });
});
