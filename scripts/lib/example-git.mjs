// Git for the example: of the same content and dates the same commits, whatever the user's git is set to.
import { execFileSync } from 'node:child_process';

export const DAY = 86_400;
export const DEVEL = 'testing-devel';
const [NAME, EMAIL] = ['Manifest Lock', 'example@example.org'];

/** Begins a repository on testing-devel. */
export function initialise(folder) {
  git(folder, ['init', '--quiet', `--initial-branch=${DEVEL}`]);
  // so that a backport can be tried where git knows no user
  git(folder, ['config', 'user.name', 'Manifest Lock example']);
  git(folder, ['config', 'user.email', EMAIL]);
}

/**
 * Makes commits without touching the working tree or the index. `add` takes `{ branch, parent, subject, at, files }`: `parent` is what
 * an earlier `add` answered, `at` Unix seconds, `files` all that the commit has, text by path. `idOf` is the id of one that was added,
 * for which all so far are made at once; so does `flush`.
 */
export function commits(folder) {
  const waiting = [];
  const flush = () => {
    if (waiting.length === 0) return;
    const marks = waiting.map((_, i) => `get-mark :${i + 1}\n`);
    const input = [...waiting.map((commit, i) => commitText(commit, i + 1, waiting)), ...marks].join('');
    const ids = git(folder, ['fast-import', '--quiet'], { input }).trim().split('\n');
    for (const [i, commit] of waiting.entries()) commit.id = ids[i];
    waiting.length = 0;
  };
  return {
    flush,
    add: commit => {
      waiting.push(commit);
      return commit;
    },
    idOf: commit => {
      if (commit.id === undefined) flush();
      return commit.id;
    },
  };
}

/** A commit as `git fast-import` takes it. */
function commitText({ branch, parent, subject, at, files }, mark, waiting) {
  const data = text => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const from = parent && `from ${parent.id ?? `:${waiting.indexOf(parent) + 1}`}\n`;
  const entries = [...files].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`);
  const who = `${NAME} <${EMAIL}> ${at} +0000`;
  return `commit refs/heads/${branch}\nmark :${mark}\ncommitter ${who}\n${data(`${subject}\n`)}${from ?? ''}deleteall\n${entries.join('')}`;
}

/** @returns {string} what it writes */
export function git(folder, args, { env: own = {}, input } = {}) {
  const env = {
    ...process.env,
    ...own,
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) delete env[name];
  const identity = ['-c', `user.name=${NAME}`, '-c', `user.email=${EMAIL}`];
  const stdio = [input === undefined ? 'ignore' : 'pipe', 'pipe', 'inherit'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, env, encoding: 'utf8', input, stdio });
}
