export * from '@oauth/core';
