import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

/** A request of node:http or of the node:http2 compatibility API, with what frameworks add. */
export type NodeRequest = (IncomingMessage | Http2ServerRequest) & {
  /** Connect and Express keep the URL here when they strip a mount path from `url`. */
  readonly originalUrl?: string | undefined;
  /** What a body parser has made of the body. */
  readonly body?: unknown;
};

/** The response that comes with a {@link NodeRequest}. */
export type NodeResponse = ServerResponse | Http2ServerResponse;
