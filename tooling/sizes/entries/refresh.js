export * from '@oauth/grant-refresh';
