import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { BenchServer, Scenario, Send } from '../scenario.js';
import { send } from '../send.js';
import { chosenScenarios, findScenario, scenarios } from './index.js';

const running: (() => void)[] = [];

afterEach(() => {
  for (const stop of running.splice(0)) stop();
});

async function sender(scenario: Scenario, server: BenchServer): Promise<Send> {
  const http = createServer(server.listener);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  running.push(() => {
    http.closeAllConnections();
    http.close();
  });
  const address = http.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const bodies = await server.prepare(2);
  let at = 0;
  return () => send(origin, scenario, bodies[at++ % bodies.length] ?? '');
}

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s',
  (_, scenario) => {
    it.each(Object.entries(scenario.servers).filter(([name]) => name !== 'hello'))(
      '%s does the work that is measured, also after its storage was emptied',
      async (_name, makeServer) => {
        const server = makeServer();
        await scenario.verify(await sender(scenario, server));
        await scenario.verify(await sender(scenario, server));
      },
    );

    it('would notice a server that does none of it', async () => {
      const idle: BenchServer = {
        listener: (_request, response) => response.end('{}'),
        prepare: async () => [''],
      };
      await expect(scenario.verify(await sender(scenario, idle))).rejects.toThrow();
    });

    it('is found by its name', () => {
      expect(findScenario(scenario.name)).toBe(scenario);
    });
  },
);

it('says which scenarios there are when asked for another', () => {
  expect(() => findScenario('tea')).toThrow(
    'client_credentials, introspect, exchange, refresh, resource',
  );
});

it('measures all scenarios, the named ones, or none of those over HTTP', () => {
  expect(chosenScenarios({ only: undefined, scenarios: [] })).toEqual(scenarios);
  expect(chosenScenarios({ only: 'http', scenarios: ['refresh'] })).toMatchObject([
    { name: 'refresh' },
  ]);
  expect(chosenScenarios({ only: 'in-process', scenarios: [] })).toEqual([]);
});
