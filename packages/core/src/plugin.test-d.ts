import { expectTypeOf } from 'vitest';
import {
  type ApprovedRequest,
  type Approval,
  type AuthorizationDecision,
  type Awaitable,
  type Client,
  type Decision,
  type DirectResponse,
  type Hooks,
  type HttpRequest,
  type IncomingAuthorization,
  type Issuance,
  type JsonObject,
  type NarrowedIssuance,
  type OAuthEventType,
  type OAuthEventTypes,
  type Peer,
  type Plugin,
  type Refusal,
  type Store,
  type StoredRecord,
  type TokenClaimsSource,
  createServer,
  issueTokens,
  OAuthError,
} from './index.js';
import {
  defineGrant,
  definePlugin,
  defineReasons,
  defineResponseType,
  documents,
  type Documents,
  findClientFaults,
  type OptionNames,
} from './plugin.js';
import { mapStore } from './testing-support/map-store.js';

declare const record: StoredRecord;
const refuse = new OAuthError('slow_down', { reason: 'test.slow_down' });

// What a grant decides: something to issue, a refusal with a trace, or a response of its own.
expectTypeOf<Decision>().toEqualTypeOf<Issuance | Refusal | DirectResponse>();
expectTypeOf<keyof NarrowedIssuance>().toEqualTypeOf<'scope' | 'audience' | 'details'>();
defineGrant({
  name: 'good',
  grants: {
    plain: { handle: () => ({ scope: ['read'], consumes: record, tokenType: 'DPoP' }) },
    waiting: { handle: async () => ({ refuse, updates: [record], consumes: record }) },
    revoking: { handle: () => ({ refuse, revokes: record.grantId }) },
    direct: { handle: () => ({ respond: { access_token: 'x' }, event: 'my.event', record }) },
    narrowed: { handle: () => ({ scope: ['read'], narrowed: { audience: ['a'] } }) },
  },
});
// @ts-expect-error a refusal has an OAuthError
defineGrant({ name: 'bad', grants: { bad: { handle: () => ({ refuse: 'slow_down' }) } } });
// @ts-expect-error a direct response says by which event
defineGrant({ name: 'bad', grants: { bad: { handle: () => ({ respond: {}, record }) } } });

// Hooks may be plain, async or return nothing, and get what went before.
definePlugin({
  name: 'hooks',
  hooks: {
    readAuthorization(request) {
      expectTypeOf(request).toEqualTypeOf<IncomingAuthorization>();
      return { ...request, consumes: record };
    },
    onDecision(decision) {
      expectTypeOf(decision).toEqualTypeOf<AuthorizationDecision>();
    },
    async beforeRedirect(parameters, request) {
      expectTypeOf(request).toEqualTypeOf<ApprovedRequest>();
      expectTypeOf(request.grantId).toEqualTypeOf<string>();
      expectTypeOf(request.approval.scope).toEqualTypeOf<readonly string[]>();
      return { ...parameters, id_token: 'x' };
    },
    onTokenPresented(presented, { http }) {
      expectTypeOf(presented).toEqualTypeOf<StoredRecord>();
      expectTypeOf(http.peer).toEqualTypeOf<Peer | undefined>();
    },
    tokenClaims: (claims, source) => {
      expectTypeOf(source).toEqualTypeOf<TokenClaimsSource>();
      return { ...claims, tenant: source.clientId };
    },
  },
});
// @ts-expect-error no hook has this name
definePlugin({ name: 'bad', hooks: { beforeIsue: () => undefined } });
// @ts-expect-error an approval has a subject
definePlugin({ name: 'bad', hooks: { onDecision: () => ({ approve: { scope: ['read'] } }) } });
expectTypeOf<Approval['subject']>().toEqualTypeOf<string>();
expectTypeOf<ReturnType<NonNullable<Hooks['tokenClaims']>>>().toEqualTypeOf<
  Awaitable<JsonObject | undefined>
>();

// A plugin finds clients, later or not at all.
definePlugin({ name: 'clients', findClient: async () => null });
definePlugin({ name: 'clients', findClient: (client_id) => ({ client_id }) });
// @ts-expect-error a client has an id
definePlugin({ name: 'bad', findClient: () => ({ client_name: 'x' }) });
expectTypeOf<NonNullable<Plugin['findClient']>>().returns.toEqualTypeOf<
  Awaitable<Client | null | undefined>
>();

// A grant keeps its keys and checks through both definers.
const both = defineGrant(
  defineResponseType({
    name: 'both',
    grants: { mine: { handle: () => ({ scope: [] }) } },
    responseTypes: { mine: { responseMode: 'query', decide: () => ({}) } },
  }),
);
const server = createServer({
  issuer: 'https://auth.example',
  clients: [],
  store: mapStore(),
  plugins: [both],
});
expectTypeOf(server.grantTypes).toEqualTypeOf<readonly 'mine'[]>();
expectTypeOf<keyof typeof both.endpoints>().toEqualTypeOf<
  'authorization_endpoint' | 'token_endpoint'
>();
expectTypeOf(both.check).toEqualTypeOf<NonNullable<Plugin['check']>>();
const from = { client: { client_id: 'x' }, grantType: 'push' };
expectTypeOf(issueTokens(server, from, { scope: [] })).toEqualTypeOf<Promise<JsonObject>>();
expectTypeOf(findClientFaults).returns.toEqualTypeOf<
  readonly { readonly path: string; readonly message: string }[]
>();

// Documents have the type that their guard tells.
interface Session extends JsonObject {
  readonly user: string;
}
const isSession = (data: JsonObject): data is Session => typeof data['user'] === 'string';
const sessions = documents(server.context, 'test:session', isSession);
expectTypeOf(sessions).toEqualTypeOf<Documents<Session>>();
expectTypeOf(sessions.find('x')).toEqualTypeOf<Promise<Session | undefined>>();
// @ts-expect-error a session has a user
void sessions.add('x', { name: 'alice' }, 1);

// A catalogue knows its reasons.
const ticketError = defineReasons({ 'ticket.unknown': { error: 'invalid_grant' } });
expectTypeOf(ticketError('ticket.unknown')).toEqualTypeOf<OAuthError>();
// @ts-expect-error no reason has this name
ticketError('ticket.unknwon');
// @ts-expect-error a reason has an error code
defineReasons({ 'ticket.unknown': { description: 'x' } });

// Event types that plugins merge in are offered by name, and any other text is one too.
declare module './index.js' {
  interface OAuthEventTypes {
    'test.merged': unknown;
  }
}
expectTypeOf<'test.merged' | 'token.issued'>().toExtend<keyof OAuthEventTypes>();
expectTypeOf<'any.other'>().toExtend<OAuthEventType>();

// Names of options are those of the interface, all of them.
interface TicketOptions {
  readonly lifetime?: number | undefined;
  readonly kind: string;
}
expectTypeOf<OptionNames<TicketOptions>>().toEqualTypeOf<
  Readonly<{ lifetime: true; kind: true }>
>();
// @ts-expect-error kind is missing
export const names: OptionNames<TicketOptions> = { lifetime: true };

// A web Request is a request; what an adapter knows of the peer may be added.
expectTypeOf<Request>().toExtend<HttpRequest>();
expectTypeOf<HttpRequest['peer']>().toEqualTypeOf<Peer | undefined>();
// A store may lack list.
expectTypeOf<{ list: undefined } & Omit<Store, 'list'>>().not.toExtend<Required<Store>>();
