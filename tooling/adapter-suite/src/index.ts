export { adapterSuite, frameworkSuite } from './adapter-suite.js';
export {
  basicAuthorization,
  rawTokenRequest,
  formContentType,
  validForm,
  rawRequest,
} from './raw-requests.js';
export { Connection, type RawResponse } from './connection.js';
export {
  listenOnFreePort,
  startServer,
  type CreateListener,
  type OAuthServer,
  type RunningServer,
} from './running-server.js';
export { expectErrorResponse } from './expect-response.js';
export { clientSecret, createTestServer, type TestServer } from './test-server.js';
export { createCertificate, type TestCertificate } from './certificates.js';
