/** Takes the picture in screenshots/, with the ports that `npm start` has: they have to be free. */
import { takeScreenshots } from '@oauth/app-server/scripts/light-and-dark.mjs';
import { startNode } from '@oauth/tooling/node-process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const entryOf = (app) => fileURLToPath(new URL(`../../${app}/dist/main.js`, import.meta.url));
const processes = [
  startNode(entryOf('sample-client')),
  startNode(entryOf('sample-api')),
  startNode(entryOf('server'), [], { env: { STORE: 'memory:' } }),
];

/** A run of the code flow, where the browser comes back from the server. */
async function take(page, shoot) {
  const [client] = await Promise.all(processes.map(({ printed }) => printed(/runs at (\S+)/)));
  await page.goto(`${client}authorization-code`);
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.getByRole('link', { name: 'Go to the server' }).click();
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill('engine');
  await page.getByRole('button', { name: 'Sign in' }).click();
  // The second time the answer is remembered.
  const allow = page.getByRole('button', { name: 'Allow' });
  const over = page.getByRole('link', { name: 'Run it again' });
  await allow.or(over).first().waitFor();
  if (await allow.isVisible()) await allow.click();
  await over.waitFor();
  await shoot('run');
}

try {
  await takeScreenshots([{ folder, width: 860, height: 1000 }], take);
} finally {
  for (const { child } of processes) child.kill();
}
