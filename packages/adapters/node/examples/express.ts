import express, { type Express } from 'express';
import { nodeHandler } from '@oauth/adapter-node';
import type { Server } from '@oauth/core';

export function createApp(server: Pick<Server, 'handle' | 'canHandle'>): Express {
  // #region express
  const app = express();
  app.use(nodeHandler(server)); // before body parsers
  app.use(express.json());
  app.get('/hello', (_request, response) => {
    response.send('hello');
  });
  // #endregion
  return app;
}
