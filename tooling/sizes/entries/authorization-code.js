export * from '@oauth/grant-authorization-code';
