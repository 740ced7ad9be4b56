import { request } from 'node:http';
import type { JsonObject } from '@oauth/core';
import { isJsonObject } from '@oauth/core/plugin';

/** What is sent: a GET request, or a form of a client. */
export interface Sent {
  readonly token?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly client?: { readonly client_id: string; readonly client_secret: string };
}

export interface Received {
  readonly status: number;
  readonly body: string;
}

/** Sends a request on a connection of its own, so that each may reach another node. */
export function send(url: string, { token, form, client }: Sent = {}): Promise<Received> {
  const basic = client && `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`;
  const authorization = token === undefined ? basic : `Bearer ${token}`;
  const headers = {
    ...(authorization === undefined ? {} : { Authorization: authorization }),
    ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: form ? 'POST' : 'GET', headers, agent: false });
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    outgoing.end(form && new URLSearchParams(form).toString());
  });
}

/** The body as an object; an empty one where it is none. */
export function objectIn({ body }: Received): JsonObject {
  const value: unknown = body.startsWith('{') ? JSON.parse(body) : {};
  return isJsonObject(value) ? value : {};
}
