export { createServer } from '@oauth/core';
export { clientCredentials } from '@oauth/grant-client-credentials';
export { memoryStore } from '@oauth/store-memory';
