import { describe, expect, it } from 'vitest';
import type { IgnoredFinding } from '../../../server/config-repo/repo-settings';
import { parseLockfile } from '../../../server/lockfile/parse';
import { Ignores } from '../../../server/rules/ignores';

const TEXT = `# manifest-lock: ignore head-of-file of the file
# More about the file

packages:
  # manifest-lock: ignore entry,second the whole entry
  # Why it is here
  # manifest-lock: ignore third also the whole entry
  podman:
    evr: 5:5.2.5-1.fc40 # manifest-lock: ignore on-the-line of the version
    metadata:
      # manifest-lock: ignore above of the type
      type: pin
  # manifest-lock: ignore detached not above the entry

  crun: # manifest-lock: ignore key the whole entry too
    # manifest-lock: ignore no-reason
    evr: 1.17-1.fc40
    metadata:
      type: fast-track
`;

function reason(code: string, at: string, text = TEXT): string | undefined {
  const start = text.indexOf(at);
  return new Ignores(parseLockfile(text, 'yaml'), 'manifest-lock.overrides.yaml', []).reasonFor(code, {
    span: { start, end: start + at.length },
  });
}

describe('comments', () => {
  it('silence a finding on their line and on the line below them', () => {
    expect(reason('on-the-line', '5:5.2.5-1.fc40')).toBe('of the version');
    expect(reason('above', 'type: pin')).toBe('of the type');
  });

  it('silence nothing elsewhere, and no other rule', () => {
    expect(reason('on-the-line', 'podman')).toBeUndefined();
    expect(reason('on-the-line', 'metadata')).toBeUndefined();
    expect(reason('above', '1.17-1.fc40')).toBeUndefined();
    expect(reason('other', 'type: pin')).toBeUndefined();
  });

  it('silence all findings of an entry from above its key and beside it', () => {
    expect(reason('entry', 'podman')).toBe('the whole entry');
    expect(reason('second', 'type: pin')).toBe('the whole entry');
    expect(reason('third', '5:5.2.5-1.fc40')).toBe('also the whole entry');
    expect(reason('key', '1.17-1.fc40')).toBe('the whole entry too');
    expect(reason('key', 'type: fast-track')).toBe('the whole entry too');
    expect(reason('entry', '1.17-1.fc40')).toBeUndefined();
  });

  it('silence nothing across a blank line', () => {
    expect(reason('detached', 'crun')).toBeUndefined();
    expect(reason('head-of-file', 'packages')).toBeUndefined();
  });

  it('silence nothing without a reason', () => {
    expect(reason('no-reason', '1.17-1.fc40')).toBeUndefined();
  });

  it('silence nothing that keeps a file from being read', () => {
    const text = 'packages:\n  # manifest-lock: ignore syntax,internal-error,graduated reason\n  podman: {}\n';
    expect(reason('syntax', 'podman', text)).toBeUndefined();
    expect(reason('internal-error', 'podman', text)).toBeUndefined();
    expect(reason('graduated', 'podman', text)).toBe('reason');
  });

  it('count on every line of a finding', () => {
    const text =
      'packages:\n  podman:\n    evr: 5.2\n    metadata: # manifest-lock: ignore lines reason\n      type: pin\n';
    expect(reason('lines', 'evr: 5.2\n    metadata: #', text)).toBe('reason');
    expect(reason('lines', 'evr: 5.2\n', text)).toBeUndefined();
  });

  it('count in files with CRLF', () => {
    const text = 'packages:\r\n  # manifest-lock: ignore graduated reason\r\n  podman:\r\n    evr: 5.2-1\r\n';
    expect(reason('graduated', '5.2-1', text)).toBe('reason');
  });

  it('are none in JSON', () => {
    const text = '{\n  "packages": {\n    // manifest-lock: ignore graduated reason\n    "podman": {}\n  }\n}\n';
    const start = text.indexOf('"podman"');
    const ignores = new Ignores(parseLockfile(text, 'json'), 'manifest-lock.overrides.yaml', []);
    expect(ignores.reasonFor('graduated', { span: { start, end: start + 8 } })).toBeUndefined();
  });
});

describe('the list of the repository', () => {
  const span = { start: 0, end: 0 };
  const listed = (
    entry: Partial<IgnoredFinding>,
    path = 'manifest-lock.x86_64.json',
    name?: string,
    code = 'arch-drift',
  ) => {
    const found = { rule: 'arch-drift', packages: undefined, files: undefined, reason: 'why', span, ...entry };
    const ignores = new Ignores(parseLockfile('{"packages": {}}', 'json'), path, [found]);
    return ignores.reasonFor(code, { span, ...(name === undefined ? {} : { package: name }) });
  };

  it('silences a rule everywhere', () => {
    expect(listed({})).toBe('why');
    expect(listed({}, undefined, 'podman')).toBe('why');
    expect(listed({}, undefined, 'podman', 'graduated')).toBeUndefined();
  });

  it('or in some files', () => {
    expect(listed({ files: ['manifest-lock.x86_64.json'] })).toBe('why');
    expect(listed({ files: ['manifest-lock.*.json', 'x'] })).toBe('why');
    expect(listed({ files: ['*.x86_6?.json'] }, 'overlay/manifest-lock.x86_64.json')).toBe('why');
    expect(listed({ files: ['manifest-lock.*.yaml'] })).toBeUndefined();
    expect(listed({ files: ['manifest-lock.x86_64.json'] }, 'overlay/manifest-lock.x86_64.json')).toBeUndefined();
  });

  it('or for some packages', () => {
    expect(listed({ packages: ['kernel*', 'podman'] }, undefined, 'podman')).toBe('why');
    expect(listed({ packages: ['kernel*', 'podman'] }, undefined, 'kernel-core')).toBe('why');
    expect(listed({ packages: ['kernel*', 'podman'] }, undefined, 'crun')).toBeUndefined();
    expect(listed({ packages: ['kernel*'] })).toBeUndefined();
  });

  it('silences nothing that keeps a file from being read', () => {
    expect(listed({ rule: 'syntax' }, undefined, undefined, 'syntax')).toBeUndefined();
  });
});
