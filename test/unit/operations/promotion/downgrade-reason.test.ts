import { expect, it } from 'vitest';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { lockfileSide } from '../../../../server/operations/diff/lockfile-side';
import { downgradeReason, httpUrl } from '../../../../server/operations/promotion/downgrade-reason';

const URL = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';
const lock = (evr: string) => JSON.stringify({ packages: { kernel: { evra: `${evr}.x86_64` } } });
const pin = (rest: string, evr = '6.10-1.fc40') => `packages:\n  kernel:\n    evr: ${evr}\n    metadata:\n${rest}`;

/** x86_64 and aarch64 go from 6.11 to what `files` have. */
function reason(files: Readonly<Record<string, string>>): string | undefined {
  const side = (texts: Readonly<Record<string, string>>) =>
    lockfileSide({
      ...{ spec: 'x', kind: 'ref', label: 'x', commit: undefined, committed: undefined, stream: 'x', releasever: '40' },
      basearches: ['x86_64', 'aarch64'],
      files: Object.entries(texts).map(([path, text]) => ({
        path,
        layer: path.endsWith('.json') ? 'base' : path.includes('overrides.yaml') ? 'overrides' : 'arch-overrides',
        arch: ['x86_64', 'aarch64'].find(arch => path.includes(arch)),
        lockfile: parseLockfile(text, path.endsWith('.json') ? 'json' : 'yaml'),
      })),
    });
  const base = (evr: string) => ({ 'manifest-lock.x86_64.json': lock(evr), 'manifest-lock.aarch64.json': lock(evr) });
  const [change] = diffSides(side(base('6.11-1.fc40')), side({ ...base('6.11-1.fc40'), ...files })).changes;
  if (change?.kind !== 'downgraded') throw new Error('there is no downgrade');
  return downgradeReason(change);
}

const COMMON = 'manifest-lock.overrides.yaml';

it('is that of the pin that holds the package back', () => {
  expect(reason({ [COMMON]: pin(`      reason: ${URL}\n      type: pin\n`) })).toBe(URL);
});

it.each([
  ['a base lock', { 'manifest-lock.x86_64.json': lock('6.10-1.fc40') }],
  ['a fast-track', { [COMMON]: pin(`      reason: ${URL}\n      type: fast-track\n`) }],
  ['a pin without a reason', { [COMMON]: pin('      type: pin\n') }],
  ['a reason that is no address', { [COMMON]: pin('      reason: broken\n      type: pin\n') }],
  [
    'a pin on one of the arches',
    {
      'manifest-lock.overrides.x86_64.yaml': pin(`      reason: ${URL}\n      type: pin\n`),
      'manifest-lock.aarch64.json': lock('6.10-1.fc40'),
    },
  ],
])('is none of %s', (_, files) => {
  expect(reason(files)).toBeUndefined();
});

it('is of an http(s) address alone', () => {
  expect(['https:', 'ftp://x/', `${URL} and more`, 'http://x/1'].map(httpUrl)).toEqual([
    ...[undefined, undefined, undefined],
    'http://x/1',
  ]);
});
