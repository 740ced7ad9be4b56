export * from '@oauth/core';
export * from '@oauth/grant-client-credentials';
export * from '@oauth/store-memory';
