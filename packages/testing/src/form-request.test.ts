import { expect, it } from 'vitest';
import { formRequest } from './form-request.js';

// [A6]
it('posts a form that a server can parse', async () => {
  const request = formRequest('/token', { a: 'b c', 'd&': 'é=' });
  expect(request.method).toBe('POST');
  expect(request.url).toBe('/token');
  expect(request.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  expect(await request.text(1000)).toBe('a=b+c&d%26=%C3%A9%3D');
});

it('sends a list as a repeated parameter, leaves undefined out, and sends text unchanged', async () => {
  expect(await formRequest('/', { a: ['1', '2'], b: undefined, c: '' }).text(9)).toBe('a=1&a=2&c=');
  expect(await formRequest('/', '%zz&=&').text(9)).toBe('%zz&=&');
});

it('lets a test replace its headers', () => {
  const { headers } = formRequest('/', '', { 'content-type': 'text/plain', DPoP: 'x' });
  expect(headers.get('Content-Type')).toBe('text/plain');
  expect(headers.get('dpop')).toBe('x');
});
