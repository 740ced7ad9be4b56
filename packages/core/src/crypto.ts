export { sha256 } from '#crypto';
export { equal } from './equal.js';
export { openResponse, sealResponse } from './sealing.js';
