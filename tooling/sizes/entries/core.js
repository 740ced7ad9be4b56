export { createServer, OAuthError, ConfigurationError } from '@oauth/core';
