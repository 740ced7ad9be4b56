export { metadata, type MetadataPlugin } from './metadata.js';
export type { ExtraMetadata, MetadataOptions } from './options.js';
