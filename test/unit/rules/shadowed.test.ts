import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { shadowed } from '../../../server/rules/shadowed';
import { baseLock, findings, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const AARCH64_OVERRIDES = 'manifest-lock.overrides.aarch64.yaml';
const kernel = (evr: string) => `packages:\n  kernel:\n    evr: ${evr}\n`;
const COMMON = kernel('6.8.0-63.fc41');

describe('shadowed', () => {
  it('says which entry counts where (5efe808a)', () => {
    const around = { files: { [AARCH64_OVERRIDES]: COMMON }, basearches: ['x86_64', 'aarch64', 'ppc64le', 's390x'] };
    expect(lines(shadowed, OVERRIDES, COMMON, around)).toEqual([
      'info 2:3-2:9 manifest-lock.overrides.aarch64.yaml (the same version) replaces the entry here: 6.8.0-63.fc41 counts on x86_64, ppc64le and s390x only.',
    ]);
    const [found] = findings(shadowed, OVERRIDES, COMMON, around);
    expect(found?.tag).toBeUndefined();
    expect(found?.related).toEqual([
      { path: AARCH64_OVERRIDES, span: { start: 12, end: 18 }, message: 'counts on aarch64: 6.8.0-63.fc41' },
    ]);
    const [fix] = found?.fixes ?? [];
    expect(fix?.title).toBe('Remove kernel from manifest-lock.overrides.aarch64.yaml');
    expect(fix?.edits.map(({ path, edits }) => [path, applyEdits(COMMON, edits)])).toEqual([
      [AARCH64_OVERRIDES, 'packages: {}\n'],
    ]);
  });

  it('says that an entry counts nowhere, and removes it', () => {
    const files = { [X86_64_OVERRIDES]: kernel('6.8.1-1.fc41'), [AARCH64_OVERRIDES]: kernel('6.7.9-1.fc41') };
    expect(lines(shadowed, OVERRIDES, COMMON, { files })).toEqual([
      'info 2:3-2:9 manifest-lock.overrides.x86_64.yaml (6.8.1-1.fc41) and manifest-lock.overrides.aarch64.yaml (6.7.9-1.fc41) replace the entry here: it has no effect on any basearch.',
    ]);
    expect(findings(shadowed, OVERRIDES, COMMON, { files })[0]?.tag).toBe('unnecessary');
    expect(titles(shadowed, OVERRIDES, COMMON, { files })).toEqual([['Remove this kernel, which has no effect']]);
    expect(fixed(shadowed, OVERRIDES, COMMON, 'Remove this kernel, which has no effect', { files })).toBe(
      'packages: {}\n',
    );
    const same = { files: { [X86_64_OVERRIDES]: COMMON, [AARCH64_OVERRIDES]: COMMON } };
    expect(titles(shadowed, OVERRIDES, COMMON, same)).toEqual([['Remove this kernel, which has no effect *']]);
  });

  it('knows from the base locks where an entry could count at all', () => {
    const files = {
      [X86_64_OVERRIDES]: kernel('6.8.1-1.fc41'),
      [X86_64_BASE]: baseLock({ kernel: '6.7.9-1.fc41.x86_64' }),
      'manifest-lock.aarch64.json': baseLock({ zlib: '1.3-1.fc41.aarch64' }),
    };
    expect(lines(shadowed, OVERRIDES, COMMON, { files })[0]).toContain('it has no effect on any basearch');
  });

  it('reports nothing in the arch file, and nothing of different packages', () => {
    expect(lines(shadowed, AARCH64_OVERRIDES, COMMON, { files: { [OVERRIDES]: COMMON } })).toEqual([]);
    const other = COMMON.replace('kernel', 'kernel-core');
    expect(lines(shadowed, OVERRIDES, COMMON, { files: { [AARCH64_OVERRIDES]: other } })).toEqual([]);
    expect(lines(shadowed, OVERRIDES, COMMON)).toEqual([]);
  });
});
