/**
 * Holds every marked code block of a README, and of a page in docs, to the compiled file it comes
 * from, and docs/errors.md and docs/events.md to the catalogues they are generated from; `--write`
 * updates all of them. The first example of a package has to work where it is pasted. See
 * CONTRIBUTING.md for the marks and the catalogues.
 */
import { reportFaults } from './lib/faults.mjs';
import { readmeFaults, writeReadmes } from './lib/readmes.mjs';
import { referenceFaults, writeReference } from './lib/reference/reference.mjs';

if (process.argv.includes('--write')) {
  writeReadmes();
  writeReference();
}

reportFaults([...readmeFaults(), ...referenceFaults()]);
