export * from '@oauth/grant-client-credentials';
