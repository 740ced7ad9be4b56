export { equal, sha256 } from '#crypto';
export { openResponse, sealResponse } from './sealing.js';
