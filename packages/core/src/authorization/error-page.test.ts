import { describe, expect, it } from 'vitest';
import { OAuthError } from '../contract/errors.js';
import { serveAuthorization } from '../testing-support/authorization.js';
import { bodyOf, request } from '../testing-support/requests.js';
import { escapeHtml, renderPlainErrorPage } from './error-page.js';

describe('a fault that is not redirected', () => {
  it('is a page without script, style and links', async () => {
    const { authorize } = serveAuthorization();
    const { body, headers } = await authorize({ client_id: 'unknown' });
    expect(body).toContain('<html lang="en">');
    expect(body).toContain('The client is not registered here.');
    expect(body).toContain('invalid_request');
    expect(body).not.toMatch(/<script|<style|<link|<img|href|src=/);
    expect(headers['Content-Security-Policy']).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  // #226
  it('shows nothing of the request as markup', async () => {
    const { authorize } = serveAuthorization();
    const attack = '"><img src=x onerror=alert(1)>';
    for (const name of ['client_id', 'redirect_uri', 'state', 'scope'])
      expect((await authorize({ client_id: 'unknown', [name]: attack })).body).not.toContain(
        '<img',
      );
    const http = request('GET', '/authorize');
    const error = new OAuthError('<b>', { reason: 'x', description: attack });
    const { body } = renderPlainErrorPage(error, http);
    expect(body).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(body).toContain('&lt;b&gt;');
  });

  it('is JSON for those who ask for it', async () => {
    const { authorize } = serveAuthorization();
    const response = await authorize({ client_id: 'x' }, { Accept: 'application/json' });
    expect(response.status).toBe(400);
    expect(response.headers['Content-Type']).toBe('application/json;charset=UTF-8');
    expect(bodyOf(response)).toEqual({
      error: 'invalid_request',
      error_description: 'The client is not registered here.',
    });
  });

  it('is a page for a browser, which takes anything', async () => {
    const { authorize } = serveAuthorization();
    for (const Accept of ['*/*', '', 'text/html,application/json;q=0.9,*/*;q=0.8']) {
      const { headers } = await authorize({ client_id: 'x' }, { Accept });
      expect(headers['Content-Type']).toBe('text/html;charset=UTF-8');
    }
  });

  // #322
  it('is found out in linear time, whatever Accept says', async () => {
    const { authorize } = serveAuthorization();
    const begun = performance.now();
    for (const part of [',', 'text/', 'application/jso', 'a/b;q='])
      expect((await authorize({ client_id: 'x' }, { Accept: part.repeat(100_000) })).status).toBe(
        400,
      );
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  // #62 #227
  it('can wear the app’s theme and keeps the headers', async () => {
    const { authorize } = serveAuthorization({
      renderErrorPage: (error, { url }) => ({
        status: error.status,
        headers: { 'Content-Type': 'text/html', 'X-Frame-Options': 'SAMEORIGIN' },
        body: `<h1>${escapeHtml(error.code)} at ${escapeHtml(url.slice(0, 10))}</h1>`,
      }),
    });
    const response = await authorize({ client_id: 'unknown' });
    expect(response).toMatchObject({
      status: 400,
      headers: {
        'Content-Type': 'text/html',
        'X-Frame-Options': 'SAMEORIGIN',
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      },
      body: '<h1>invalid_request at /authorize</h1>',
    });
    const json = await authorize({ client_id: 'unknown' }, { Accept: 'application/json' });
    expect(bodyOf(json)['error']).toBe('invalid_request');
  });

  it('is not lost when the theme breaks', async () => {
    const { authorize, events } = serveAuthorization({
      renderErrorPage: () => {
        throw new Error('no template');
      },
    });
    const response = await authorize({ client_id: 'unknown' });
    expect(response.status).toBe(500);
    expect(response.body).not.toContain('no template');
    expect(events.map(({ type }) => type)).toEqual(['request.refused', 'request.failed']);
  });
});
