import type { Endpoint, EndpointContext } from './endpoint.js';
import type { HttpRequest, HttpResponse } from './http.js';
import type { Plugin } from './plugin.js';
import type { ServerContext } from './server-context.js';
import type { Awaitable } from './types.js';

/** The keys that plugins register under a member, as a union of literals. */
export type RegisteredKeys<P, Member extends keyof Plugin> = P extends {
  readonly [M in Member]?: infer Entries;
}
  ? Entries extends object
    ? keyof Entries & string
    : never
  : never;

/** Brings requests to endpoints and errors to responses. */
export interface Router {
  readonly canHandle: (url: string) => boolean;
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
  readonly handleEndpoint: (endpoint: string, request: HttpRequest) => Promise<HttpResponse>;
  readonly runEndpoint: RunEndpoint;
}

/**
 * Runs a handler as if it were the registered endpoint: with middleware, availability and the check of
 * the method. What it throws becomes a response and an event. Never rejects.
 */
export type RunEndpoint = (
  endpoint: string,
  request: HttpRequest,
  handler: (context: EndpointContext, registered: Endpoint) => Awaitable<HttpResponse>,
) => Promise<HttpResponse>;

/** An authorization server; its types know what its plugins registered. */
export interface Server<P extends readonly Plugin[] = readonly Plugin[]> {
  readonly issuer: string;
  /** The grant types it offers. */
  readonly grantTypes: readonly RegisteredKeys<P[number], 'grants'>[];
  /** The plugins it was made from, each with its own type. */
  readonly plugins: P;
  /** Answers a request to any endpoint, by path. It never throws or rejects. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
  /** Whether `handle` has an endpoint at this URL's path. */
  readonly canHandle: (url: string) => boolean;
  /** Answers a request to one endpoint, whatever its path. It never throws or rejects. */
  readonly handleEndpoint: (
    endpoint: RegisteredKeys<P[number], 'endpoints'>,
    request: HttpRequest,
  ) => Promise<HttpResponse>;
  readonly runEndpoint: RunEndpoint;
  /** The server as plugins see it. */
  readonly context: ServerContext;
}
