export {
  nodeHandler,
  type NodeHandler,
  type NodeHandlerOptions,
  type NodeRequest,
  type NodeResponse,
} from './node-handler.js';
export type { CertificateFormat } from './forwarded-certificate.js';
export type { TrustedProxy } from './trusted-proxy.js';
