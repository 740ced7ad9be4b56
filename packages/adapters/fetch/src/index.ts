export { fetchHandler, type FetchHandler, type FetchHandlerOptions } from './fetch-handler.js';
