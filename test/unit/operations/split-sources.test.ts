import { describe, expect, it } from 'vitest';
import { effectiveSet } from '../../../server/lockfile/layers';
import { splitSources } from '../../../server/operations/split-sources';
import { layerFiles } from '../../support/branches';
import { baseLock } from '../rules/support';

const COMMON = 'manifest-lock.overrides.yaml';
const lock = (arch: string) => baseLock({ ostree: `2024.7-1.fc40.${arch}`, 'ostree-libs': `2024.7-1.fc40.${arch}` });
const entry = (name: string, evr: string) => `packages:\n  ${name}:\n    evr: ${evr}\n`;

function split(path: string, overrides: Readonly<Record<string, string>>): string[] {
  const files = layerFiles({
    'manifest-lock.x86_64.json': lock('x86_64'),
    'manifest-lock.aarch64.json': lock('aarch64'),
    ...overrides,
  });
  const file = files.find(other => other.path === path);
  if (!file) throw new Error(path);
  const scope = { file, files, basearches: ['x86_64', 'aarch64'], availability: () => undefined };
  return splitSources(scope, basearch => effectiveSet(basearch, files)).flatMap(({ source, leader, left, certain }) => {
    return left.map(
      one => `${source}: ${leader.entry.name} ${one.name} ${one.basearch} ${one.version.evr} > ${one.to} ${certain}`,
    );
  });
}

describe('splitSources', () => {
  it('names what stays on each arch', () => {
    expect(split(COMMON, { [COMMON]: entry('ostree-libs', '2024.8-1.fc40') })).toEqual([
      'ostree: ostree-libs ostree x86_64 2024.7-1.fc40 > 2024.8-1.fc40 false',
      'ostree: ostree-libs ostree aarch64 2024.7-1.fc40 > 2024.8-1.fc40 false',
    ]);
  });

  it('follows no version with an arch behind it', () => {
    expect(split(COMMON, { [COMMON]: entry('ostree-libs', '2024.8-1.fc40.noarch') })).toEqual([]);
  });

  it('gives it to the file that has the newest, once', () => {
    const own = 'manifest-lock.overrides.x86_64.yaml';
    const overrides = { [COMMON]: entry('ostree-libs', '2024.8-1.fc40'), [own]: entry('ostree', '2024.9-1.fc40') };
    expect(split(own, overrides)).toEqual(['ostree: ostree ostree-libs x86_64 2024.8-1.fc40 > 2024.9-1.fc40 false']);
    expect(split(COMMON, overrides)).toEqual([
      'ostree: ostree-libs ostree aarch64 2024.7-1.fc40 > 2024.8-1.fc40 false',
    ]);
  });
});
