import { describe as nodeDescribe, it as nodeIt } from 'node:test';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import type {
  Change,
  HttpRequest,
  JsonObject,
  OAuthEvent,
  Server,
  ServerOptions,
  StoredRecord,
} from '@oauth/core';
import {
  codeFlow,
  fakeClock,
  formRequest,
  insert,
  pkcePair,
  recordEvents,
  recordMaker,
  seededRandom,
  storeSuite,
  testClient,
  type MakeStore,
  type TestedServer,
} from './index.js';

expectTypeOf(fakeClock().nowMs).toExtend<NonNullable<ServerOptions['clock']>>();
expectTypeOf(seededRandom(1)).toExtend<NonNullable<ServerOptions['random']>>();
expectTypeOf(recordEvents().onEvent).toExtend<NonNullable<ServerOptions['onEvent']>>();
expectTypeOf(recordEvents().of('token.issued')).toEqualTypeOf<readonly OAuthEvent[]>();

expectTypeOf(formRequest('/token', { a: ['1', '2'], b: undefined })).toEqualTypeOf<HttpRequest>();
// @ts-expect-error a number is not what a form holds
formRequest('/token', { a: 1 });

expectTypeOf<Server>().toExtend<TestedServer>();
declare const server: Server;
const client = testClient(server, { client_id: 'app' });
expectTypeOf(client.token({})).resolves.toHaveProperty('body').toEqualTypeOf<JsonObject>();
// @ts-expect-error there is no such method
testClient(server, { client_id: 'app', method: 'private_key_jwt' });

const flow = codeFlow(server, {
  client_id: 'app',
  redirect_uri: 'https://app.example/cb',
  authorizationEndpoint: 'https://as.example/authorize',
});
expectTypeOf(flow.requestCode()).resolves.toBeString();
// @ts-expect-error without a redirect URI there is no code flow
codeFlow(server, { client_id: 'app', authorizationEndpoint: 'https://as.example/authorize' });
expectTypeOf(pkcePair()).resolves.toHaveProperty('code_challenge').toBeString();

const newRecord = recordMaker(0);
expectTypeOf(newRecord({ kind: 'refresh_token' })).toEqualTypeOf<StoredRecord>();
expectTypeOf(insert(newRecord())).toEqualTypeOf<Change>();
// @ts-expect-error a record has no such member
newRecord({ owner: 'alice' });

declare const makeStore: MakeStore;
expectTypeOf(storeSuite).toBeCallableWith({ describe, expect, it }, makeStore);
expectTypeOf(storeSuite).toBeCallableWith({ describe, expect, test }, makeStore, { rounds: 1 });
expectTypeOf(storeSuite).toBeCallableWith(
  { describe: nodeDescribe, it: nodeIt, expect },
  makeStore,
);
// @ts-expect-error one of `it` and `test` is needed
storeSuite({ describe, expect }, makeStore);
