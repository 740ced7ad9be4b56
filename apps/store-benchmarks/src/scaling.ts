/** `npm run scaling`: what a request costs with a thousand live grants, and with a million. */
import { parseArgs } from 'node:util';
import { createSite, kinds, measureSites, parts } from './scaling/measure-sites.js';
import { measureEachStore } from './services/measure-each-store.js';
import { formatTable } from './table.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    grants: { type: 'string', default: '1000000' },
    turns: { type: 'string', default: '3000' },
  },
});
const grants = Number(values.grants);
const rows: (string | number)[][] = [];
const roundTime = (time = NaN): number => Number(time.toFixed(1));

await measureEachStore(values.only, async (service) => {
  const sites = [
    await createSite(await service.openStore(), 1000, service.fillOptions),
    await createSite(await service.openStore(), grants, service.fillOptions),
  ];
  await service.settle();
  const [few, many] = await measureSites(sites, Number(values.turns));
  if (few === undefined || many === undefined) throw new RangeError('no sites');
  for (const kind of kinds)
    rows.push([
      service.name,
      kind,
      ...parts.flatMap((part) => {
        const [withFew, withMany] = [few[kind][part], many[kind][part]];
        return [roundTime(withFew), roundTime(withMany), (withMany / withFew).toFixed(2)];
      }),
    ]);
});
const head = parts.flatMap((part) => [`${part}, 1,000`, grants.toLocaleString('en'), 'ratio']);
console.log(formatTable(['', 'µs', ...head], rows));
