export { adapterSuite } from './adapter-suite.js';
export { basic, form, request } from './requests.js';
export { Connection, type Answer } from './connection.js';
export { startServer, type OAuthServer, type RunningServer } from './running-server.js';
