import { describe, expect, it } from 'vitest';
import { acceptedRpms, builtRpms, lockedArches } from '../../../server/operations/accepted-rpms';
import type { OverrideItem, OverrideTarget } from '../../../server/operations/override-request';
import { placeOverrides } from '../../../server/operations/place-overrides';
import { ALL, build, COMMON, everywhere, pin, streamOf } from './override-samples';

function placed(target: OverrideTarget, items: readonly OverrideItem[]) {
  const built = builtRpms(lockedArches(target), items);
  const { entries, goes } = placeOverrides(target, acceptedRpms(target, built), built);
  return {
    entries: entries.map(({ path, name, entry }) => `${path} ${name} ${'evr' in entry ? entry.evr : entry.evra}`),
    goes: goes.map(({ name, file }) => `${file.path} ${name}`),
  };
}

const BOOTUPD = { x86_64: { bootupd: '0.2.18-1.fc40.x86_64' }, s390x: { bash: '5-1.fc40.s390x' } };

describe('placeOverrides', () => {
  it('takes the common file for what is built for every arch, locked there or not', () => {
    expect(placed(streamOf(BOOTUPD), [pin(build('b-1-1', `bootupd 0.2.19-1 ${ALL}`))])).toEqual({
      entries: [`${COMMON} bootupd 0.2.19-1`],
      goes: [],
    });
    expect(placed(streamOf(BOOTUPD), [pin(build('b-1-1', 'bootupd 0.2.19-1 noarch'))])).toEqual({
      entries: [`${COMMON} bootupd 0.2.19-1.noarch`],
      goes: [],
    });
  });

  it('names the arch where not, and keeps to the folder that overrides are in', () => {
    const own = { 'manifest-lock.overrides.s390x.yaml': 'packages: {}\n' };
    expect(
      placed(streamOf(BOOTUPD, own, { folder: 'overlay/' }), [pin(build('b-1-1', 'bootupd 0.2.19-1 x86_64'))]),
    ).toEqual({
      entries: ['overlay/manifest-lock.overrides.x86_64.yaml bootupd 0.2.19-1.x86_64'],
      goes: [],
    });
  });

  it('differs by arch where builds do', () => {
    const target = streamOf(everywhere({ bash: '5-1' }, ['x86_64', 's390x']));
    expect(placed(target, [pin(build('b-6-1', 'bash 6-1 x86_64', 'bash 6-1.1 s390x'))]).entries).toEqual([
      'manifest-lock.overrides.x86_64.yaml bash 6-1.x86_64',
      'manifest-lock.overrides.s390x.yaml bash 6-1.1.s390x',
    ]);
  });

  it('leaves an override of an arch alone that does not lock the package', () => {
    const bootupd = (arch: string) => `packages:\n  bootupd:\n    evra: 0.2.17-1.${arch}\n`;
    const own = Object.fromEntries(
      ['x86_64', 's390x'].map(arch => [`manifest-lock.overrides.${arch}.yaml`, bootupd(arch)]),
    );
    expect(placed(streamOf(BOOTUPD, own), [pin(build('b-1-1', `bootupd 0.2.19-1 ${ALL}`))])).toEqual({
      entries: [`${COMMON} bootupd 0.2.19-1`],
      goes: ['manifest-lock.overrides.x86_64.yaml bootupd'],
    });
  });

  it('lets a common override go that an arch file covers on the last arch', () => {
    const target = streamOf(everywhere({ bash: '5-1' }, ['x86_64', 's390x']), {
      [COMMON]: 'packages:\n  bash:\n    evr: 5-2\n',
      'manifest-lock.overrides.s390x.yaml': 'packages:\n  bash:\n    evra: 5-3.s390x\n',
    });
    expect(placed(target, [pin(build('b-6-1', 'bash 6-1 x86_64'))]).goes).toEqual([`${COMMON} bash`]);
  });
});
