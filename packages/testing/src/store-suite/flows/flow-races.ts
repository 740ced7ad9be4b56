import type { Kit } from '../kit.js';
import { flowServer, tokenIn } from './flow-server.js';
import { observe } from './observe.js';

/** The same request many times at once, to servers with a connection each. */
export function flowRaceCases({ on, expect, connections, grants, parallel }: Kit): void {
  on(`of ${parallel} parallel exchanges of a code one gets tokens`, async (fixture) => {
    const { store, clock } = fixture;
    const all = (await connections(fixture)).map((one) => observe(one, store));
    const servers = all.map((one) => flowServer(grants, one.store, clock));
    const code = await flowServer(grants, store, clock).authorize();
    const responses = await Promise.all(
      Array.from({ length: parallel }, async (_, index) =>
        servers[index % servers.length]?.exchange(code),
      ),
    );
    const answered = responses.filter((response) => response?.status === 200);
    expect(answered.length).toBe(1);
    for (const kind of ['access_token', 'refresh_token']) {
      const left = await Promise.all(all.map(async (one) => one.unspent(kind)));
      expect(left.flat().length).toBe(1);
    }
  });

  on(`${parallel} parallel uses of a refresh token leave one chain`, async (fixture) => {
    const { store, clock } = fixture;
    const all = (await connections(fixture)).map((one) => observe(one, store));
    const servers = all.map((one) => flowServer(grants, one.store, clock));
    const begin = flowServer(grants, store, clock);
    const token = tokenIn(await begin.exchange(await begin.authorize()));
    const responses = await Promise.all(
      Array.from({ length: parallel }, async (_, index) =>
        servers[index % servers.length]?.refresh(token),
      ),
    );
    const answered = responses.filter((response) => response?.status === 200);
    expect(answered.length >= 1).toBe(true);
    const given = new Set(answered.map((response) => response && tokenIn(response)));
    expect(given.size).toBe(1);
    const left = await Promise.all(all.map(async (one) => one.unspent('refresh_token')));
    expect(left.flat().length).toBe(1);
    for (const next of given) expect((await begin.refresh(next ?? '')).status).toBe(200);
  });
}
