export { byIntrospection, type ByIntrospectionOptions } from './by-introspection.js';
export { byShape, type Shapes } from './by-shape.js';
export { byStore } from './by-store.js';
export type { ResourceMetadata } from './metadata.js';
export type { IncomingRequest } from './node-request.js';
export type { ProtectedResourceOptions } from './options.js';
export { protect } from './protect.js';
export { protectedResource, type ProtectedResource, type Verdict } from './protected-resource.js';
export {
  authOf,
  requireOAuth,
  type NodeMiddleware,
  type OutgoingResponse,
} from './require-oauth.js';
export type { AccessTokenInfo, BearerPlaces, Requirements, TokenValidator } from './types.js';
