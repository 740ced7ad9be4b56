export * from '@oauth/grant-implicit';
