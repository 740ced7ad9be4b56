import { afterEach, expect, it } from 'vitest';
import { readForm } from '@oauth/app-kit/page';
import { serveSite, type ServedSite } from './harness/served-site.js';

let served: ServedSite;
afterEach(() => served.close());

/** Guesses a password over HTTP, as a client for which proxies have sent this header. */
async function guessFrom(forwarded: string): Promise<number> {
  const headers = { 'x-forwarded-for': forwarded };
  const url = `${served.issuer}/signin`;
  const page = await fetch(url, { headers });
  const [cookie = ''] = page.headers.getSetCookie();
  const body = new URLSearchParams(
    readForm(await page.text()).fields.map(([name, value]): [string, string] => [name, value]),
  );
  body.set('username', 'ada');
  body.set('password', 'guess');
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, cookie: cookie.split(';', 1)[0] ?? '' },
    body,
  });
  return response.status;
}

it('behind a trusted proxy, an attacker cannot lock a user out on other networks', async () => {
  served = await serveSite({ listen: { trustedProxy: { hops: 1 } } });
  const statuses: number[] = [];
  for (let time = 0; time < 6; time += 1)
    statuses.push(await guessFrom(`192.0.2.${time}, 198.51.100.7`));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect(await guessFrom('203.0.113.9')).toBe(401);
});

it('without a trusted proxy, an attacker cannot choose the address that is throttled', async () => {
  served = await serveSite();
  const statuses: number[] = [];
  for (let time = 0; time < 6; time += 1) statuses.push(await guessFrom(`192.0.2.${time}`));
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
});
