/** Lists the numbered security cases that a comment above a test names, each with its files. */
import { casesOfTests } from './lib/test-marks.mjs';

const cases = casesOfTests();
for (const { number, files } of cases) console.log(`#${number}  ${files.join(' ')}`);
console.log(`${cases.length} cases have a test`);
