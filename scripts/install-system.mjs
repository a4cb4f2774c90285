// Debian packages that the tests use beside npm's: node scripts/install-system.mjs [editor] [judges]   (default: both)
//
// editor  what the browser edition of VS Code needs: a Chromium and a font
// judges  independent programs that write rpm-md metadata and RPMs for the tests, and readers to compare with
//
// Missing packages are installed where that is possible (Debian or a relative, as root); elsewhere this says what to install.
// MANIFEST_LOCK_NO_INSTALL=1 never installs. Exit status: 0 all there, 1 something is missing.
import { existsSync } from 'node:fs';
import { isMain, run, which } from './lib/process.mjs';

/** Chromium or a browser built on it, best first. */
const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser to use: CHROMIUM, or the first one found; undefined where there is none. */
export function findChromium() {
  return process.env.CHROMIUM ? which(process.env.CHROMIUM) : which(...BROWSERS);
}

/** Debian's modules are for Debian's python, whatever else is on the PATH. */
async function hasModule(name) {
  return (
    existsSync('/usr/bin/python3') &&
    (await run('/usr/bin/python3', ['-c', `import ${name}`], { capture: true })).status === 0
  );
}

/** @type {Record<'editor' | 'judges', { package: string, present: () => boolean | Promise<boolean> }[]>} */
const NEEDS = {
  editor: [
    { package: 'chromium', present: () => findChromium() !== undefined },
    { package: 'fonts-dejavu-core', present: () => existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf') },
  ],
  judges: [
    { package: 'createrepo-c', present: () => which('createrepo_c') !== undefined },
    { package: 'rpm', present: () => which('rpm') !== undefined && which('rpmbuild') !== undefined },
    { package: 'zstd', present: () => which('zstd') !== undefined },
    { package: 'xz-utils', present: () => which('xz') !== undefined },
    { package: 'python3-yaml', present: () => hasModule('yaml') },
    { package: 'python3-rpm', present: () => hasModule('rpm') },
  ],
};

async function missingOf(groups) {
  const missing = [];
  for (const need of groups.flatMap(group => NEEDS[group])) if (!(await need.present())) missing.push(need.package);
  return missing;
}

/**
 * Sees to it that the packages of these groups are there, as far as that is possible.
 * @param {readonly ('editor' | 'judges')[]} groups
 * @returns {Promise<string[]>} the packages still missing; what to do about them has been printed
 */
export async function installSystem(groups) {
  const missing = await missingOf(groups);
  if (missing.length === 0) return [];
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const apt = which('apt-get');
  if (apt === undefined || process.getuid?.() !== 0 || process.env.MANIFEST_LOCK_NO_INSTALL) {
    console.log(`Not installed: ${missing.join(', ')} (names of Debian's packages).`);
    console.log(
      apt === undefined
        ? 'Install their like with the package manager of this system.'
        : `As root: apt-get update && ${install}`,
    );
    return missing;
  }
  console.log(`Installing ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['-q', 'update'],
    ['-q', ...install.split(' ').slice(1)],
  ]) {
    const { problem, output } = await run(apt, args, { env, timeoutMs: 900_000, capture: true });
    if (problem)
      console.log(`apt-get ${args.join(' ')}: ${problem}\n${output.trim().split('\n').slice(-15).join('\n')}`);
  }
  const still = await missingOf(groups);
  if (still.length > 0) console.log(`Still missing: ${still.join(', ')}`);
  return still;
}

if (isMain(import.meta.url)) {
  const groups = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(NEEDS);
  const unknown = groups.filter(group => !Object.hasOwn(NEEDS, group));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(', ')}. Usage: node scripts/install-system.mjs [editor] [judges]`);
    process.exit(2);
  }
  process.exit((await installSystem(groups)).length === 0 ? 0 : 1);
}
