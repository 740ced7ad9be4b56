import assert from 'node:assert/strict';
import type { HttpResponse } from '@oauth/core';
import { challenge, exchangeBody, form, tokenRequestBody, webApp } from '../clients.js';
import { formRequest, pageRequest, type Ours } from './ours.js';

/** The text of a new access token of a client's own. */
export async function issueToken({ server }: Ours): Promise<string> {
  const response = await server.handle(formRequest('/token', form, tokenRequestBody));
  return textOf('access_token', response);
}

const authorizationQuery = new URLSearchParams({
  response_type: 'code',
  client_id: webApp.id,
  redirect_uri: webApp.redirectUri,
  scope: webApp.scope,
  state: 'af0ifjsldkj',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}).toString();

/** A new authorization code. */
export async function issueCode({ server }: Ours): Promise<string> {
  const response = await server.handle(pageRequest(`/authorize?${authorizationQuery}`));
  const [, code] = /[?&]code=([^&]+)/.exec(String(response.headers['Location'])) ?? [];
  assert.ok(code !== undefined, response.body);
  return code;
}

/** A new access token of a user's, and the refresh token that goes with it. */
export async function issuePair(
  ours: Ours,
): Promise<{ readonly accessToken: string; readonly refreshToken: string }> {
  const body = exchangeBody(await issueCode(ours));
  const response = await ours.server.handle(formRequest('/token', form, body));
  return {
    accessToken: textOf('access_token', response),
    refreshToken: textOf('refresh_token', response),
  };
}

/** Repeats a call that many times, one after the other. */
export async function many<T>(count: number, make: () => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  while (all.length < count) all.push(await make());
  return all;
}

function textOf(member: string, { status, body }: HttpResponse): string {
  assert.equal(status, 200, body);
  const [, text] = new RegExp(`"${member}":"([^"]+)"`).exec(body) ?? [];
  assert.ok(text !== undefined, body);
  return text;
}
