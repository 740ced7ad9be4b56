export { otel, type OtelOptions, type OtelPlugin } from './otel.js';
