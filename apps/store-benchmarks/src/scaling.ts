/** `npm run scaling`: what a request costs with a thousand live grants, and with a million. */
import { parseArgs } from 'node:util';
import { kinds, measure, siteOf } from './scaling/measure.js';
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
const ratio = (many = NaN, few = NaN): string => (many / few).toFixed(2);
const micros = (time = NaN): number => Number(time.toFixed(1));

await onEach(values.only, async (service) => {
  const sites = [
    await siteOf(await service.open(), 1000, service.filling),
    await siteOf(await service.open(), grants, service.filling),
  ];
  await service.settle();
  const [few, many] = await measure(sites, Number(values.turns));
  for (const kind of kinds) {
    const [one, other] = [few?.[kind], many?.[kind]];
    rows.push([
      service.name,
      kind,
      micros(one?.whole),
      micros(other?.whole),
      ratio(other?.whole, one?.whole),
      micros(one?.store),
      micros(other?.store),
      ratio(other?.store, one?.store),
    ]);
  }
});
const many = grants.toLocaleString('en');
console.log(
  table(
    ['', 'µs', 'of 1,000', `of ${many}`, 'ratio', 'store, 1,000', `store, ${many}`, 'ratio'],
    rows,
  ),
);
