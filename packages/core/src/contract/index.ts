export type * from './access-token-format.js';
export type * from './authorization.js';
export type * from './client-authentication.js';
export type * from './client.js';
export type * from './endpoint.js';
export type { ConfigurationFault, OAuthErrorCode, OAuthErrorOptions } from './errors.js';
export type * from './events.js';
export type * from './grant.js';
export type * from './hooks.js';
export type * from './http.js';
export type * from './parameters.js';
export type * from './plugin.js';
export type * from './requests.js';
export type * from './scope.js';
export type * from './server-context.js';
export type * from './server-options.js';
export type { RunEndpoint, Server } from './server.js';
export type {
  Change,
  CommitResult,
  ListRequest,
  ListTarget,
  ReadHint,
  RecordData,
  RecordPage,
  RevocationTarget,
  Store,
  StoredRecord,
} from './store.js';
export type * from './types.js';
