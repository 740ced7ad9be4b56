export { byIntrospection } from './by-introspection.js';
export type { ByIntrospectionOptions } from './introspection-options.js';
export { byStore } from './by-store.js';
export { byTokenFormat, type TokenFormats } from './by-token-format.js';
export type { NodeSocket } from './node-peer.js';
export type { IncomingRequest } from './node-request.js';
export type { ProtectedResourceOptions } from './options.js';
export { protect } from './protect.js';
export {
  protectedResource,
  type ProtectedResource,
  type ValidationResult,
} from './protected-resource.js';
export {
  getAuth,
  requireOAuth,
  type NodeMiddleware,
  type OutgoingResponse,
} from './require-oauth.js';
export type { EventReasons } from './reasons.js';
export type { ResourceMetadata } from './resource-metadata.js';
export type { ProofContext, SenderConstraint, SenderProof } from './sender-constraint.js';
export type { AccessTokenInfo, Requirements, TokenValidator } from './types.js';
