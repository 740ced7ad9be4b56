export { refresh, type RefreshOptions, type RefreshPlugin } from './refresh.js';
