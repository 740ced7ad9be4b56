/** `npm run scaling`: what a request costs with a thousand live grants, and with a million. */
import { parseArgs } from 'node:util';
import { kinds, measure, parts, siteOf } from './scaling/measure.js';
import { onEach } from './services/stores.js';
import { table } from './table.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    grants: { type: 'string', default: '1000000' },
    turns: { type: 'string', default: '3000' },
  },
});
const grants = Number(values.grants);
const rows: (string | number)[][] = [];
const micros = (time = NaN): number => Number(time.toFixed(1));

await onEach(values.only, async (service) => {
  const sites = [
    await siteOf(await service.open(), 1000, service.filling),
    await siteOf(await service.open(), grants, service.filling),
  ];
  await service.settle();
  const [few, many] = await measure(sites, Number(values.turns));
  if (few === undefined || many === undefined) throw new RangeError('no sites');
  for (const kind of kinds)
    rows.push([
      service.name,
      kind,
      ...parts.flatMap((part) => {
        const [one, other] = [few[kind][part], many[kind][part]];
        return [micros(one), micros(other), (other / one).toFixed(2)];
      }),
    ]);
});
const million = grants.toLocaleString('en');
const head = parts.flatMap((part) => [`${part}, 1,000`, million, 'ratio']);
console.log(table(['', 'µs', ...head], rows));
