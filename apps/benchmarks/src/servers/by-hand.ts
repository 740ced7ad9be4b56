import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { api, service, webApp } from '../clients.js';

/** Steps of a `limit` server, in plain Node calls, as one writes them without a library. */

const secrets = new Map([service, webApp, api].map(({ id, secret }) => [id, Buffer.from(secret)]));

/** Reads a posted form. */
export function readForm(request: IncomingMessage, then: (form: URLSearchParams) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
  });
  request.on('end', () => {
    then(new URLSearchParams(Buffer.concat(chunks).toString()));
  });
}

/** Whether the client exists and this is its secret. */
export function isClient(id: string | null, secret: string | null): boolean {
  const expected = secrets.get(id ?? '');
  const presented = Buffer.from(secret ?? '');
  return expected?.length === presented.length && timingSafeEqual(expected, presented);
}

/** Reads a token request of one grant by its authenticated client, and refuses any other. */
export function readTokenForm(
  request: IncomingMessage,
  response: ServerResponse,
  grantType: string,
  then: (form: URLSearchParams, clientId: string) => void,
): void {
  readForm(request, (form) => {
    const clientId = form.get('client_id');
    if (clientId === null || !isClient(clientId, form.get('client_secret'))) {
      sendJson(response, 401, { error: 'invalid_client' });
      return;
    }
    if (form.get('grant_type') !== grantType) {
      sendJson(response, 400, { error: 'unsupported_grant_type' });
      return;
    }
    then(form, clientId);
  });
}

/** Client id and secret of an `Authorization: Basic` header. */
export function readBasic(request: IncomingMessage): readonly [string | null, string | null] {
  const header = request.headers.authorization ?? '';
  if (!header.startsWith('Basic ')) return [null, null];
  const [id, secret] = Buffer.from(header.slice(6), 'base64').toString().split(':');
  return [id ?? null, secret ?? null];
}

/** Answers with JSON. */
export type SendJson = (
  response: ServerResponse,
  status: number,
  answer: Readonly<Record<string, unknown>>,
) => void;

/** Answers with JSON that no cache may keep. */
export const sendJson: SendJson = (response, status, answer) => {
  const body = JSON.stringify(answer);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
};

/** The same when all requests that came together were worked on, as adapter-node does it. */
export const sendTogether: SendJson = (response, status, answer) => {
  setImmediate(sendJson, response, status, answer);
};

/** The time in epoch seconds. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}
