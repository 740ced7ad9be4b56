import { execFileSync } from 'node:child_process';
import { root } from './workspace.mjs';

/** Subjects of commits up to this one stay as they are. */
const base = '87062e17';
const maxLength = 72;

const git = (...args) =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Every commit since the base; none in a tarball or a clone without the base. */
function commits() {
  try {
    return git('log', '--no-merges', '--format=%h %s', `${base}..HEAD`).split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Subjects that are longer than a log shows. */
export const subjectFaults = () =>
  commits()
    .map((line) => /^(?<hash>\S+) (?<subject>.*)$/.exec(line).groups)
    .filter(({ subject }) => [...subject].length > maxLength)
    .map(({ hash, subject }) => ({
      path: `commit ${hash}`,
      kind: 'commit subject',
      text: `the subject has ${[...subject].length} characters, write at most ${maxLength}`,
    }));
