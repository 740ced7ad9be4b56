import { request } from 'node:http';
import { parseJsonObject, type JsonMembers } from '@oauth/app-kit/json';

/** What a request carries: a GET request with an access token, or a form of a client. */
export interface RequestContent {
  readonly token?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly client?: { readonly client_id: string; readonly client_secret: string };
}

export interface ReceivedResponse {
  readonly status: number;
  readonly body: string;
}

/** Sends a request on a new connection, so that each request may reach another node. */
export function sendRequest(url: string, content: RequestContent = {}): Promise<ReceivedResponse> {
  const { token, form, client } = content;
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

/** The members of a response's JSON object; none if the body is something else. */
export function parseBody({ body }: ReceivedResponse): JsonMembers {
  return parseJsonObject(body) ?? {};
}
