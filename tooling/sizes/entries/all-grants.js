export { createServer, OAuthError, ConfigurationError } from '@oauth/core';
export * from '@oauth/grant-authorization-code';
export * from '@oauth/grant-client-credentials';
export * from '@oauth/grant-implicit';
export * from '@oauth/grant-password';
export * from '@oauth/grant-refresh';
export * from '@oauth/endpoint-introspect';
export * from '@oauth/endpoint-metadata';
export * from '@oauth/endpoint-revoke';
