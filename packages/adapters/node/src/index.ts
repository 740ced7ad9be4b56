export {
  nodeHandler,
  type NodeHandler,
  type NodeHandlerOptions,
  type NodeRequest,
  type NodeResponse,
} from './node-handler.js';
