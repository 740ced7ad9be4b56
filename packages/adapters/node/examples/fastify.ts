import fastify, { type FastifyInstance } from 'fastify';
import { nodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

export function createApp(server: Pick<Server, 'handle' | 'canHandle'>): FastifyInstance {
  // #region fastify
  const app = fastify();
  const oauth = nodeHandler(server);
  app.addHook('onRequest', (request, reply, next) => oauth(request.raw, reply.raw, next));
  app.get('/hello', () => 'hello');
  // #endregion
  return app;
}
