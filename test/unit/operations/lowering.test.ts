import { describe, expect, it } from 'vitest';
import { effectiveSet } from '../../../server/lockfile/layers';
import { counterpart, lowerings } from '../../../server/operations/lowering';
import { layerFiles } from '../../support/branches';

const set = (entries: string) => effectiveSet('x86_64', layerFiles({ 'manifest-lock.overrides.yaml': entries }));
const entries = (versions: Readonly<Record<string, string>>) =>
  `packages:\n${Object.entries(versions)
    .map(([name, evr]) => `  ${name}:\n    evr: ${evr}\n`)
    .join('')}`;

describe('lowerings', () => {
  it('are what compares as older, on both sides usable', () => {
    const before = { a: '1.10-1', b: '1:1-1', c: '1-1', d: '1.0-1', e: '2-1', gone: '1-1' };
    const now = { a: '1.9-1', b: '2-1', c: '2-1', d: '1.00-1', e: 'latest', added: '1-1' };
    const found = [...lowerings(set(entries(before)), set(entries(now)))];
    expect(found.map(lowering => [lowering.name, lowering.before.version.evr, lowering.now.version.evr])).toEqual([
      ['a', '1.10-1', '1.9-1'],
      ['b', '1:1-1', '2-1'],
    ]);
  });
});

describe('counterpart', () => {
  it('is the file of the same path, else of the same layer and arch', () => {
    const files = layerFiles({
      'manifest-lock.overrides.json': '{}',
      'manifest-lock.overrides.yaml': 'packages: {}\n',
      'manifest-lock.overrides.x86_64.json': '{}',
    });
    const of = (path: string) => {
      const [file] = layerFiles({ [path]: '' });
      return file && counterpart(files, file)?.path;
    };
    expect(of('manifest-lock.overrides.yaml')).toBe('manifest-lock.overrides.yaml');
    expect(of('manifest-lock.overrides.x86_64.yaml')).toBe('manifest-lock.overrides.x86_64.json');
    expect(of('manifest-lock.overrides.aarch64.yaml')).toBeUndefined();
  });
});
