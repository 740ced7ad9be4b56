import { expectTypeOf } from 'vitest';
import type { GrantHandler } from '../contract/grant.js';
import { json } from '../contract/http.js';
import type { Check, Plugin } from '../contract/plugin.js';
import type { ServerContext } from '../contract/server-context.js';
import { cors } from '../http/cors.js';
import { definePlugin } from '../lib/define-plugin.js';
import { mapStore } from '../testing-support/map-store.js';
import { defineGrant, type GrantPlugin } from '../token/define-grant.js';
import { createServer } from './create-server.js';

const handle = () => ({ scope: [] });
const one = defineGrant({ name: 'one', grants: { one: { handle } } });
const two = defineGrant({ name: 'two', grants: { two: { handle }, 'urn:three': { handle } } });
const ping = definePlugin({
  name: 'ping',
  endpoints: { ping_endpoint: { path: '/ping', methods: ['GET'], handle: () => json(200, {}) } },
});
const hooked = definePlugin({ name: 'hooked', hooks: {} });
// What a condition leaves out may be said as undefined, whatever exactOptionalPropertyTypes says.
const less = definePlugin({
  name: 'less',
  hooks: { beforeIssue: undefined },
  grants: undefined,
  endpoints: Math.random() < 0.5 ? ping.endpoints : undefined,
});

const options = { issuer: 'https://auth.example', clients: [], store: mapStore() };
const server = createServer({ ...options, plugins: [one, two, ping, hooked] });

// A plugin keeps its keys.
expectTypeOf<keyof typeof two.grants>().toEqualTypeOf<'two' | 'urn:three'>();
expectTypeOf<keyof typeof two.endpoints>().toEqualTypeOf<'token_endpoint'>();
expectTypeOf<keyof typeof ping.endpoints>().toEqualTypeOf<'ping_endpoint'>();
expectTypeOf(ping.name).toEqualTypeOf<'ping'>();

// A factory whose result has a type of its own need not say those of what its plugin is called with.
const annotated = (): GrantPlugin<{ name: string; grants: { one: GrantHandler } }> =>
  defineGrant({
    name: 'annotated',
    grants: { one: { handle } },
    check: (context, check) => {
      expectTypeOf(context).toEqualTypeOf<ServerContext>();
      expectTypeOf(check).toEqualTypeOf<Check>();
    },
  });
expectTypeOf(annotated().grants).toEqualTypeOf<{ one: GrantHandler }>();

// A server knows the keys of its plugins, and no more.
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly ('one' | 'two' | 'urn:three')[]>();
expectTypeOf(server.plugins[2]).toEqualTypeOf<typeof ping>();
const respond = server.handleEndpoint.bind(server);
expectTypeOf(respond).parameter(0).toEqualTypeOf<'token_endpoint' | 'ping_endpoint'>();
expectTypeOf(createServer({ ...options, plugins: [hooked] }).grantTypes).toEqualTypeOf<
  readonly never[]
>();
expectTypeOf(createServer({ ...options, plugins: [one, cors()] }).grantTypes).toEqualTypeOf<
  readonly 'one'[]
>();
const conditional = createServer({ ...options, plugins: [one, less] });
expectTypeOf(conditional.grantTypes).toEqualTypeOf<readonly 'one'[]>();
const respondAtTimes = conditional.handleEndpoint.bind(conditional);
expectTypeOf(respondAtTimes).parameter(0).toEqualTypeOf<'token_endpoint' | 'ping_endpoint'>();
// Plugins that are only known to be some leave open what there is.
const some: readonly Plugin[] = [one];
expectTypeOf(createServer({ ...options, plugins: [two, ...some] }).grantTypes).toEqualTypeOf<
  readonly string[]
>();

// @ts-expect-error no plugin has this endpoint
void server.handleEndpoint('revocation_endpoint', new Request('https://auth.example'));
// A web Request is a request.
void server.handleEndpoint('ping_endpoint', new Request('https://auth.example/ping'));

// @ts-expect-error a misspelt option
createServer({ ...options, plugins: [], acessTokenLifetime: 60 });
// @ts-expect-error a store is needed
createServer({ issuer: 'https://auth.example', clients: [], plugins: [] });
// @ts-expect-error a grant decides a scope
defineGrant({ name: 'bad', grants: { bad: { handle: () => ({ subject: 'alice' }) } } });
// @ts-expect-error an endpoint says its methods
definePlugin({ name: 'bad', endpoints: { bad: { path: '/', handle: () => json(200, {}) } } });
