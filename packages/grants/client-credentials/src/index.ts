export { clientCredentials, type ClientCredentialsPlugin } from './client-credentials.js';
