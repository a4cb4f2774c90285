import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { lowered } from '../../../server/rules/lowered';
import { baseLock, findings, fixed, lines, OVERRIDES, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const entry = (name: string, evr: string, type?: string, reason?: string) => {
  const metadata = [...(reason ? [`      reason: ${reason}\n`] : []), ...(type ? [`      type: ${type}\n`] : [])].join(
    '',
  );
  return `  ${name}:\n    evr: ${evr}\n${metadata && `    metadata:\n${metadata}`}`;
};
const ISSUE = 'https://github.com/coreos/fedora-coreos-tracker/issues/1625';
const podman = (evr: string) => ({
  [X86_64_BASE]: baseLock({ podman: `${evr}.x86_64` }),
  [AARCH64_BASE]: baseLock({ podman: `${evr}.aarch64` }),
});

describe('lowered', () => {
  it('reports an override that was edited to an older version', () => {
    const base = podman('5:4.7.0-1.fc38');
    const was = `packages:\n${entry('podman', '5:4.8.1-1.fc39', 'fast-track')}`;
    const now = was.replace('4.8.1', '4.7.2');
    const around = { files: base, branches: { before: { ...base, [OVERRIDES]: was } } };
    expect(lines(lowered, OVERRIDES, now, around)).toEqual([
      'warning 3:10-3:24 podman is lowered to 5:4.7.2-1.fc39: it was 5:4.8.1-1.fc39 at HEAD (override) for x86_64 and aarch64. If it is meant, make it a pin with a reason, else restore it.',
    ]);
    expect(titles(lowered, OVERRIDES, now, around)).toEqual([['Restore podman 5:4.8.1-1.fc39 as it was *']]);
    expect(fixed(lowered, OVERRIDES, now, 'Restore podman 5:4.8.1-1.fc39 as it was', around)).toBe(was);
    const [finding] = findings(lowered, OVERRIDES, now, around);
    expect(finding?.related?.map(({ path, message, at }) => [path, message, at?.label])).toEqual([
      [OVERRIDES, 'podman 5:4.8.1-1.fc39 at HEAD', 'HEAD'],
    ]);
  });

  it('reports an override that was added below the base lock, unless it is a pin with a reason', () => {
    const base = podman('5:4.8.0-1.fc39');
    const around = { files: base, branches: { before: { ...base, [OVERRIDES]: 'packages: {}\n' } } };
    const at = (type: string, reason?: string) =>
      lines(lowered, OVERRIDES, `packages:\n${entry('podman', '5:4.7.2-1.fc39', type, reason)}`, around);
    expect(at('fast-track', ISSUE)).toEqual([
      'warning 3:10-3:24 podman is lowered to 5:4.7.2-1.fc39: it was 5:4.8.0-1.fc39 at HEAD (base lock) for x86_64 and aarch64. If it is meant, make it a pin with a reason, else restore it.',
    ]);
    expect(at('pin')).toEqual([
      'warning 3:10-3:24 podman is lowered to 5:4.7.2-1.fc39: it was 5:4.8.0-1.fc39 at HEAD (base lock) for x86_64 and aarch64. If it is meant, give the pin a reason, else restore it.',
    ]);
    expect(at('pin', ISSUE)).toEqual([]);
    const text = `packages:\n${entry('podman', '5:4.7.2-1.fc39', 'fast-track')}`;
    expect(fixed(lowered, OVERRIDES, text, 'Restore podman 5:4.8.0-1.fc39 as it was', around)).toBe('packages: {}\n');
  });

  it('reports a promotion to packages of a newer release that are older: fd26f210', () => {
    const around = {
      files: {},
      basearches: ['x86_64'],
      branches: {
        before: { [X86_64_BASE]: baseLock({ libpcap: '14:1.10.5-1.fc40.x86_64', acl: '2.3.2-1.fc40.x86_64' }) },
      },
    };
    const now = baseLock({ libpcap: '14:1.10.4-5.fc41.x86_64', acl: '2.3.2-2.fc41.x86_64' });
    expect(lines(lowered, X86_64_BASE, now, around)).toEqual([
      'warning 4:16-4:32 libpcap is lowered to 14:1.10.4-5.fc41: it was 14:1.10.5-1.fc40 at HEAD (base lock). If it is meant, say so with a pin that has a reason, else restore it.',
    ]);
    expect(titles(lowered, X86_64_BASE, now, around)).toEqual([['Restore libpcap 14:1.10.5-1.fc40 as it was']]);
    expect(fixed(lowered, X86_64_BASE, now, 'Restore libpcap 14:1.10.5-1.fc40 as it was', around)).toBe(
      baseLock({ libpcap: '14:1.10.5-1.fc40.x86_64', acl: '2.3.2-2.fc41.x86_64' }),
    );
  });

  it('reports a base lock that was edited by hand, at each entry: 27b186bf', () => {
    const kernel = (evr: string) => baseLock({ kernel: `${evr}.ppc64le`, 'kernel-core': `${evr}.ppc64le` });
    const path = 'manifest-lock.ppc64le.json';
    const around = {
      files: {},
      basearches: ['ppc64le'],
      branches: { before: { [path]: kernel('6.4.11-200.fc38') } },
    };
    expect(lines(lowered, path, kernel('6.3.12-200.fc38'), around)).toEqual(
      [
        ['4:16-4:31', 'kernel'],
        ['7:16-7:31', 'kernel-core'],
      ].map(
        ([place, name]) =>
          `warning ${place} ${name} is lowered to 6.3.12-200.fc38: it was 6.4.11-200.fc38 at HEAD (base lock). If it is meant, say so with a pin that has a reason, else restore it.`,
      ),
    );
  });

  it('tells a base lock that went back as a whole in one finding', () => {
    const names = Array.from({ length: 11 }, (_, i) => `package${String(i).padStart(2, '0')}`);
    const lock = (evr: string) => baseLock(Object.fromEntries(names.map(name => [name, `${evr}.x86_64`])));
    const around = { files: {}, basearches: ['x86_64'], branches: { before: { [X86_64_BASE]: lock('2-1.fc38') } } };
    expect(lines(lowered, X86_64_BASE, lock('1-1.fc38'), around)).toEqual([
      'warning 2:3-2:13 11 packages of the base lock are lower than at HEAD: package00 (2-1.fc38 to 1-1.fc38), package01 (2-1.fc38 to 1-1.fc38), package02 (2-1.fc38 to 1-1.fc38), package03 (2-1.fc38 to 1-1.fc38), package04 (2-1.fc38 to 1-1.fc38) and 6 more. Where a bump was taken back this is meant; else restore them.',
    ]);
    const title = 'Restore all 11 lowered packages as they were';
    expect(fixed(lowered, X86_64_BASE, lock('1-1.fc38'), title, around)).toBe(lock('2-1.fc38'));
  });

  it('restores in the file that decided before, and takes away what decides now', () => {
    const base = podman('5:4.6.0-1.fc39');
    const was = `packages:\n${entry('podman', '5:4.8.1-1.fc39', 'fast-track')}`;
    const now = `packages:\n${entry('podman', '5:4.7.2-1.fc39', 'fast-track')}`;
    const around = {
      files: { ...base, [OVERRIDES]: 'packages: {}\n' },
      branches: { before: { ...base, [OVERRIDES]: was, [X86_64_OVERRIDES]: 'packages: {}\n' } },
    };
    const [finding] = findings(lowered, X86_64_OVERRIDES, now, around);
    const texts: Readonly<Record<string, string>> = { [X86_64_OVERRIDES]: now, [OVERRIDES]: 'packages: {}\n' };
    expect(finding?.fixes?.[0]?.edits.map(({ path, edits }) => [path, applyEdits(texts[path] ?? '', edits)])).toEqual([
      [X86_64_OVERRIDES, 'packages: {}\n'],
      [OVERRIDES, was],
    ]);
  });

  it('is silent on what went up, on what does not count, and on what dropped-override tells', () => {
    const base = podman('5:4.7.0-1.fc38');
    const override = `packages:\n${entry('podman', '5:4.8.1-1.fc39', 'fast-track')}`;
    const before = { ...base, [OVERRIDES]: override };
    const at = (path: string, text: string, files: Readonly<Record<string, string>>) =>
      lines(lowered, path, text, { files, branches: { before } });
    expect(at(OVERRIDES, override.replace('4.8.1', '4.8.2'), base)).toEqual([]);
    expect(at(OVERRIDES, override.replace('5:4.8.1-1.fc39', '5:4.08.1-1.fc39'), base)).toEqual([]);
    expect(at(OVERRIDES, override.replace('5:4.8.1-1.fc39', 'old'), base)).toEqual([]);
    // replaced by the override
    const older = podman('5:4.6.0-1.fc38');
    expect(at(X86_64_BASE, older[X86_64_BASE], { ...older, [OVERRIDES]: override })).toEqual([]);
    // dropped
    expect(at(X86_64_BASE, older[X86_64_BASE], { ...older, [OVERRIDES]: 'packages: {}\n' })).toEqual([]);
    expect(lines(lowered, OVERRIDES, override, { files: base })).toEqual([]);
  });

  it('sees a lost epoch', () => {
    const base = podman('5:4.7.0-1.fc38');
    const was = `packages:\n${entry('podman', '5:4.8.1-1.fc39')}`;
    const around = { files: base, branches: { before: { ...base, [OVERRIDES]: was } } };
    expect(lines(lowered, OVERRIDES, was.replace('5:4.8.1', '4.9.0'), around)).toHaveLength(1);
  });
});
