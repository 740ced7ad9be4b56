export * from '@oauth/grant-password';
