import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { checkFile } from '../../../server/rules/check';
import { duplicateKey } from '../../../server/rules/duplicate-key';

const fixesOf = (text: string) => {
  const context = {
    path: 'manifest-lock.overrides.yaml',
    name: undefined,
    lockfile: parseLockfile(text, 'yaml'),
    repo: undefined,
    availability: () => undefined,
    now: 0,
  };
  return checkFile(context, { severity: {}, rules: [duplicateKey] }).map(({ fixes = [] }) =>
    fixes.map(fix => fix.title),
  );
};
const REMOVE = 'Remove this "podman", which has no effect';

describe('keepsAnchors', () => {
  it('offers no fix that takes away what an alias stands for', () => {
    const text = 'packages:\n  podman: &shared\n    evr: 5:5.2.5-1.fc40\n  podman:\n    evr: 5:5.2.4-1.fc40\n';
    expect(fixesOf(`${text}  podman-remote: *shared\n`)).toEqual([[]]);
    expect(fixesOf(text)).toEqual([[REMOVE]]);
  });

  it('offers it where the anchor stays', () => {
    const text = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n  podman: &shared\n    evr: 5:5.2.4-1.fc40\n';
    expect(fixesOf(`${text}  podman-remote: *shared\n`)).toEqual([[REMOVE]]);
  });
});
