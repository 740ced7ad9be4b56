export * from '@oauth/core';
export * from '@oauth/grant-authorization-code';
export * from '@oauth/grant-client-credentials';
export * from '@oauth/grant-implicit';
export * from '@oauth/grant-password';
export * from '@oauth/grant-refresh';
