export { adapterSuite, frameworkSuite } from './adapter-suite.js';
export { basic, form, formType, goodBody, request } from './requests.js';
export { Connection, type Answer } from './connection.js';
export {
  listen,
  secret,
  startServer,
  type MakeListener,
  type OAuthServer,
  type RunningServer,
} from './running-server.js';
export { expectRefusal } from './safe.js';
