/** Takes the picture in screenshots/, at the ports of `npm start`, which have to be free. */
import { fileURLToPath } from 'node:url';
import { takeLightAndDark } from '@oauth/app-kit/light-and-dark';
import { startNode } from '@oauth/tooling/node-process';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const resolveEntry = (app) => fileURLToPath(new URL(`../../${app}/dist/main.js`, import.meta.url));
const processes = [
  startNode(resolveEntry('sample-client')),
  startNode(resolveEntry('sample-api')),
  startNode(resolveEntry('server'), [], { env: { STORE: 'memory:' } }),
];

/** Runs the code flow, and takes the page on which the browser comes back from the server. */
async function visit(page, shoot) {
  const [client] = await Promise.all(processes.map(({ printed }) => printed(/runs at (\S+)/)));
  await page.goto(`${client}authorization-code`);
  await page.getByRole('button', { name: 'Run it' }).click();
  await page.getByRole('link', { name: 'Go to the server' }).click();
  await page.getByLabel('User name').fill('ada');
  await page.getByLabel('Password').fill('engine');
  await page.getByRole('button', { name: 'Sign in' }).click();
  // The server remembers the consent, so it asks in one of the two colour schemes only.
  const allow = page.getByRole('button', { name: 'Allow' });
  const runAgain = page.getByRole('link', { name: 'Run it again' });
  await allow.or(runAgain).first().waitFor();
  if (await allow.isVisible()) await allow.click();
  await runAgain.waitFor();
  await shoot('run');
}

try {
  await takeLightAndDark([{ folder, width: 860, height: 1000 }], visit);
} finally {
  for (const { child } of processes) child.kill();
}
