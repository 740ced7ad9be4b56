import { createServer, type Server } from 'node:http';
import { getAuth, byIntrospection, protectedResource, requireOAuth } from '@oauth/resource';

const api = protectedResource({
  resource: 'http://localhost:4000',
  authorizationServers: ['http://localhost:3000'],
  validate: byIntrospection({
    endpoint: 'http://localhost:3000/introspect',
    clientId: 'api',
    clientSecret: 'change-me-to-32-random-characters',
  }),
});
const mayRead = requireOAuth(api, 'profile:read');

export const server: Server = createServer((request, response) => {
  void mayRead(request, response, () => {
    response.end(`Hello ${getAuth(request).subject}`);
  });
});
