import { describe, expect, it } from 'vitest';
import { effectiveSet } from '../../../server/lockfile/layers';
import { droppedOverrides, goneFiles } from '../../../server/operations/dropped';
import { branchesOf, layerFiles } from '../../support/branches';

const BASE = 'manifest-lock.x86_64.json';
const COMMON = 'manifest-lock.overrides.yaml';
const OWN = 'manifest-lock.overrides.x86_64.yaml';
const base = (evr: string) => `{"packages":{"sudo":{"evra":"${evr}.x86_64"}}}`;
const override = (evr: string) => `packages:\n  sudo:\n    evr: ${evr}\n`;

function states(past: Readonly<Record<string, string>>, texts: Readonly<Record<string, string>>) {
  const { before } = branchesOf({ before: past }, 'stable', ['x86_64']);
  if (!before) throw new Error('no snapshot');
  const files = layerFiles(texts);
  const effective = (basearch: string) => effectiveSet(basearch, files);
  return [before, { files, basearches: ['x86_64'], effective, availability: () => undefined }] as const;
}

describe('droppedOverrides', () => {
  it('are the entries that counted, with what is older in their place', () => {
    const before = {
      [BASE]: base('1.9.2-1.fc33'),
      [COMMON]: override('1.9.3-1.fc33'),
      [OWN]: override('1.9.5p2-1.fc33'),
    };
    const found = droppedOverrides(...states(before, { [BASE]: base('1.9.2-1.fc33'), [COMMON]: 'packages: {}\n' }));
    expect(found.map(({ entry, file, version }) => [entry.name, file.path, version.evr])).toEqual([
      ['sudo', OWN, '1.9.5p2-1.fc33'],
    ]);
    expect(found[0]?.successors.map(({ basearch, evr, base: at }) => [basearch, evr, at?.file.path])).toEqual([
      ['x86_64', '1.9.2-1.fc33', BASE],
    ]);
  });

  it('are none where another override counts, or nothing is older', () => {
    const before = {
      [BASE]: base('1.9.2-1.fc33'),
      [COMMON]: override('1.9.3-1.fc33'),
      [OWN]: override('1.9.5p2-1.fc33'),
    };
    expect(droppedOverrides(...states(before, { [BASE]: before[BASE], [COMMON]: before[COMMON] }))).toEqual([]);
    expect(droppedOverrides(...states(before, { [BASE]: base('1.9.5p2-1.fc33') }))).toEqual([]);
    expect(droppedOverrides(...states(before, { [BASE]: '{"packages":{}}' }))).toEqual([]);
    expect(droppedOverrides(...states(before, {}))).toEqual([]);
  });
});

describe('goneFiles', () => {
  it('are overrides without a counterpart, with the entries that nothing overrides now', () => {
    const before = { [BASE]: base('1.9.2-1.fc33'), [COMMON]: override('1.9.3-1.fc33'), [OWN]: 'packages: {}\n' };
    const of = (texts: Readonly<Record<string, string>>) =>
      goneFiles(...states(before, texts)).map(({ file, lost }) => [file.path, lost.map(({ name }) => name)]);
    expect(of({})).toEqual([
      [COMMON, ['sudo']],
      [OWN, []],
    ]);
    expect(of({ [OWN]: override('1.9.3-1.fc33') })).toEqual([[COMMON, []]]);
    expect(of({ 'manifest-lock.overrides.json': '{}', [OWN]: 'packages: {}\n' })).toEqual([]);
  });
});
