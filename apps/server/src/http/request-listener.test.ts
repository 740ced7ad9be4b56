import { expect, it } from 'vitest';
import { checkSchema } from '../config/schema.js';
import { checkTrustedProxy } from './request-listener.js';

const config = {
  issuer: 'https://auth.example',
  plugins: { cors: true },
  scopes: { 'notes.read': 'Read your notes' },
  clients: [],
};

it('names the trusted proxy of the configuration that is no address', () => {
  const trustedProxy = { from: ['10.0.0.1', 'proxy.example'] };
  const result = checkSchema({ ...config, listen: { trustedProxy } });
  expect('config' in result && checkTrustedProxy(result.config)).toEqual([
    {
      path: ['listen', 'trustedProxy', 'from', 1],
      message: expect.stringContaining("is 'proxy.example'") as unknown,
    },
  ]);
});
