import { describe, expect, it } from 'vitest';
import { unreadFile } from '../../../server/rules/unread-file';
import { baseLock, findings, lines, OVERRIDES, type Surroundings, X86_64_BASE, X86_64_OVERRIDES } from './support';

const YAML = '# a comment\npackages: {}\n';
const JSON_TEXT = baseLock({ podman: '5:5.2.5-1.fc40.x86_64' });
const NOW: Surroundings = { files: {}, now: Date.UTC(2026, 8, 1) };
const JSON_OVERRIDES = 'manifest-lock.overrides.json';

describe('unread-file', () => {
  it.each([
    [
      'manifest-lock.overrides.x86_64.json',
      'No build reads manifest-lock.overrides.x86_64.json: build-rootfs reads manifest-lock.overrides.x86_64.yaml. Rename it to manifest-lock.overrides.x86_64.yaml: JSON is YAML too.',
    ],
    [
      'manifest-lock.overrides.yml',
      'No build reads manifest-lock.overrides.yml: build-rootfs reads manifest-lock.overrides.yaml. Rename it to manifest-lock.overrides.yaml.',
    ],
    [
      'manifest-lock.x86_64.yaml',
      'No build reads manifest-lock.x86_64.yaml: build-rootfs reads manifest-lock.x86_64.json. Write it as JSON, to manifest-lock.x86_64.json.',
    ],
    [
      'manifest-lock.overrides.arm64.yaml',
      'No build reads a file of this name, which is nearly manifest-lock.overrides.aarch64.yaml. Rename it to that.',
    ],
    [
      'manifest-lock.x86-64.json',
      'No build reads a file of this name, which is nearly manifest-lock.x86_64.json. Rename it to that.',
    ],
    [
      'manifest-lock.override.yaml',
      'No build reads a file of this name, which is nearly manifest-lock.overrides.yaml. Rename it to that.',
    ],
  ])('reports %s', (path, message) => {
    const json = path.endsWith('.json');
    expect(lines(unreadFile, path, json ? JSON_TEXT : YAML, NOW)).toEqual([
      `warning 1:1-1:${json ? 2 : 12} ${message}`,
    ]);
  });

  it('informs about a name that is like none that is read', () => {
    expect(lines(unreadFile, 'manifest-lock.test.json', JSON_TEXT, NOW)).toHaveLength(1);
    expect(lines(unreadFile, 'manifest-lock.yaml', YAML, NOW)).toEqual([
      'info 1:1-1:12 No build reads a file of this name: build-rootfs reads manifest-lock.ARCH.json, manifest-lock.overrides.yaml and manifest-lock.overrides.ARCH.yaml.',
    ]);
  });

  it('reports the one of two forms that is not read, and points to the other', () => {
    const both = { ...NOW, files: { [OVERRIDES]: YAML, [X86_64_BASE]: JSON_TEXT } };
    expect(lines(unreadFile, JSON_OVERRIDES, JSON_TEXT, both)).toEqual([
      'warning 1:1-1:2 build-rootfs reads manifest-lock.overrides.yaml and ignores this file; older versions of coreos-assembler refuse to build with both. Move what it has that is meant into manifest-lock.overrides.yaml, and remove it.',
    ]);
    expect(findings(unreadFile, JSON_OVERRIDES, JSON_TEXT, both)[0]?.related).toEqual([
      { path: OVERRIDES, span: { start: 0, end: 11 }, message: 'the one that counts' },
    ]);
    expect(lines(unreadFile, 'manifest-lock.x86_64.yaml', YAML, both)).toEqual([
      'warning 1:1-1:12 build-rootfs reads manifest-lock.x86_64.json and ignores this file; coreos-koji-tagger prefers this one, and so tags other packages than the build takes. Move what it has that is meant into manifest-lock.x86_64.json, and remove it.',
    ]);
    expect(lines(unreadFile, 'manifest-lock.overrides.yml', YAML, both)).toEqual([
      'warning 1:1-1:12 build-rootfs reads manifest-lock.overrides.yaml and ignores this file. Move what it has that is meant into manifest-lock.overrides.yaml, and remove it.',
    ]);
    expect(lines(unreadFile, OVERRIDES, YAML, { ...NOW, files: { [JSON_OVERRIDES]: JSON_TEXT } })).toEqual([]);
  });

  it('knows what the builder of a past commit read', () => {
    const past = { files: {}, now: Date.UTC(2019, 10, 11) };
    expect(lines(unreadFile, 'manifest-lock.overrides.x86_64.json', JSON_TEXT, past)).toEqual([]);
    expect(lines(unreadFile, 'manifest-lock.overrides.yml', YAML, past)).toHaveLength(1);
    expect(lines(unreadFile, JSON_OVERRIDES, JSON_TEXT, { ...past, files: { [OVERRIDES]: YAML } })).toHaveLength(1);
  });

  it.each([
    OVERRIDES,
    X86_64_OVERRIDES,
    X86_64_BASE,
    'manifest-lock.overrides.riscv64.yaml',
    // a port's, perhaps
    'manifest-lock.loongarch64.json',
    'manifest-lock.generated.x86_64.json',
    // whoever copies it into place knows under which name
    'overlay/manifest-lock.overrides.yml',
    'manifest-lock.tmLanguage.json',
  ])('is content with %s', path => {
    expect(lines(unreadFile, path, path.endsWith('.json') ? JSON_TEXT : YAML, NOW)).toEqual([]);
  });

  it('says nothing of a file outside a repository, and of an empty one at its start', () => {
    expect(lines(unreadFile, 'manifest-lock.overrides.yml', YAML, { now: Date.UTC(2026, 8, 1) })).toEqual([]);
    expect(findings(unreadFile, 'manifest-lock.overrides.yml', '', NOW)[0]?.span).toEqual({ start: 0, end: 0 });
  });
});
