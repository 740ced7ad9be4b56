import { createServer, type RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { NextHandleFunction } from 'connect';
import type { RequestHandler } from 'express';
import { expectTypeOf } from 'vitest';
import type { Server } from '@oauth/core';
import { nodeHandler, type NodeHandler } from './index.js';

declare const server: Server;

expectTypeOf(nodeHandler(server)).toEqualTypeOf<NodeHandler>();
expectTypeOf<NodeHandler>().toExtend<RequestListener>();
expectTypeOf<NodeHandler>().toExtend<RequestHandler>();
expectTypeOf<NodeHandler>().toExtend<NextHandleFunction>();

createServer(nodeHandler(server));
createSecureServer(nodeHandler(server));

// @ts-expect-error an option that does not exist
nodeHandler(server, { onerror: () => undefined });
// @ts-expect-error not a server
nodeHandler({ handle: () => undefined });
