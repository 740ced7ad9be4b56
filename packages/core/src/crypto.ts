export { sha256 } from '#crypto';
export { timingSafeEqual } from './equal.js';
export { decryptResponse, encryptResponse } from './sealing.js';
