import { describe, expect, it } from 'vitest';
import { duplicateKey } from '../../../server/rules/duplicate-key';
import { findings, fixed, lines, titles, X86_64_BASE, X86_64_OVERRIDES } from './support';

// next-devel de7e7ad2: systemd twice in all four arch files
const SYSTEMD = `packages:
  systemd:
    evra: 246.6-1.fc33.x86_64
  systemd-libs:
    evra: 246.6-3.fc33.x86_64
  systemd:
    evra: 246.6-3.fc33.x86_64
`;

describe('duplicate-key', () => {
  it('reports the package that has no effect and points at the one that has', () => {
    expect(lines(duplicateKey, X86_64_OVERRIDES, SYSTEMD)).toEqual([
      'error 2:3-2:10 "systemd" stands here twice: readers silently take the last one (246.6-3.fc33.x86_64, not 246.6-1.fc33.x86_64), this one has no effect.',
    ]);
    const [first] = findings(duplicateKey, X86_64_OVERRIDES, SYSTEMD);
    const start = SYSTEMD.lastIndexOf('systemd:');
    expect(first?.related).toEqual([
      { path: X86_64_OVERRIDES, span: { start, end: start + 7 }, message: 'the one that counts' },
    ]);
    expect(titles(duplicateKey, X86_64_OVERRIDES, SYSTEMD)).toEqual([['Remove this "systemd", which has no effect *']]);
    expect(fixed(duplicateKey, X86_64_OVERRIDES, SYSTEMD, 'Remove this "systemd", which has no effect')).toBe(
      'packages:\n  systemd-libs:\n    evra: 246.6-3.fc33.x86_64\n  systemd:\n    evra: 246.6-3.fc33.x86_64\n',
    );
  });

  it('reports a key twice within an entry, which rpm-ostree refuses', () => {
    // a pull request of August 2020
    const text = 'packages:\n  podman:\n    evra: \n    evra: 2:2.0.6-0.2.rc1.fc32.ppc64le\n';
    const path = 'manifest-lock.overrides.ppc64le.yaml';
    expect(lines(duplicateKey, path, text)).toEqual([
      'error 3:5-3:9 "evra" stands here twice: rpm-ostree refuses the whole file, other readers take the last one, this one has no effect.',
    ]);
    expect(fixed(duplicateKey, path, text, 'Remove this "evra", which has no effect')).toBe(
      'packages:\n  podman:\n    evra: 2:2.0.6-0.2.rc1.fc32.ppc64le\n',
    );
  });

  it('may remove one that says the same unseen, in JSON too', () => {
    const text = '{\n  "packages": {\n    "a": { "evra": "1-1.noarch" },\n    "a": { "evra": "1-1.noarch" }\n  }\n}\n';
    expect(titles(duplicateKey, X86_64_BASE, text)).toEqual([['Remove this "a", which has no effect * all']]);
    expect(fixed(duplicateKey, X86_64_BASE, text, 'Remove this "a", which has no effect')).toBe(
      '{\n  "packages": {\n    "a": { "evra": "1-1.noarch" }\n  }\n}\n',
    );
  });

  it('reports each but the last of three, at any level', () => {
    const text = 'packages:\n  a: {evr: 1-1, metadata: {type: pin, type: pin, type: pin}}\nmetadata:\nmetadata:\n';
    expect(lines(duplicateKey, X86_64_OVERRIDES, text)).toEqual([
      'error 2:28-2:32 "type" stands here twice: readers silently take the last one, this one has no effect.',
      'error 2:39-2:43 "type" stands here twice: readers silently take the last one, this one has no effect.',
      'error 3:1-3:9 "metadata" stands here twice: rpm-ostree refuses the whole file, other readers take the last one, this one has no effect.',
    ]);
  });

  it('is content with the same key in different maps', () => {
    expect(lines(duplicateKey, X86_64_OVERRIDES, 'packages:\n  a: {evr: 1-1}\n  b: {evr: 1-1}\n')).toEqual([]);
  });
});
