import { Hono } from 'hono';
import { fetchHandler } from '@oauth/adapter-fetch';
import type { Server } from '@oauth/core';

export function createApp(server: Pick<Server, 'handle' | 'canHandle'>): Hono {
  // #region hono
  const app = new Hono();
  const oauth = fetchHandler(server);
  app.use((context, next) => (server.canHandle(context.req.url) ? oauth(context.req.raw) : next()));
  app.get('/hello', (context) => context.text('hello'));
  // #endregion
  return app;
}
