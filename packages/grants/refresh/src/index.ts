export type { RefreshOptions } from './options.js';
export { refresh, type RefreshPlugin } from './refresh.js';
