export type { CertificateFormat } from './forwarded-certificate.js';
export { nodeHandler, type NodeHandler, type NodeHandlerOptions } from './node-handler.js';
export type { NodeRequest, NodeResponse } from './node-request.js';
export type { TrustedProxy } from './trusted-proxy.js';
