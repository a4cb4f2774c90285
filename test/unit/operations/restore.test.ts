import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyEdits, removeEntries } from '../../../server/lockfile/edits';
import type { Lockfile, LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { restoreEntries } from '../../../server/operations/restore';
import fc from '../../support/fast-check';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from '../lockfile/real-files';
import { COMMENTED, JSON_LOCK, OVERRIDES, SAMPLES } from '../lockfile/samples';
import { type Shape, shapeOf } from '../lockfile/shape';

const SUDO = `packages:
  # Fast-track systemd update that reverts fallback hostname change
  systemd:
    evra: 246.7-1.fc33.x86_64
  # CVE-2021-3156
  # https://bodhi.fedoraproject.org/updates/FEDORA-2021-2cb63d912a
  sudo:
    evra: 1.9.5p2-1.fc33.x86_64
`;

function restored(now: string, before: string, names: readonly string[], format: LockfileFormat = 'yaml') {
  const edits = restoreEntries(parseLockfile(now, format), parseLockfile(before, format), names);
  return edits && applyEdits(now, edits);
}

const withoutLines = (text: string, from: number, to: number) =>
  text
    .split('\n')
    .filter((_, i) => i + 1 < from || i + 1 > to)
    .join('\n');

describe('restoreEntries', () => {
  it('puts an entry back with its comments, behind its neighbour and before what came in its place', () => {
    const now = SUDO.replace(/ {2}# CVE[\s\S]*/, '  # CVE-2021-3347\n  kernel:\n    evra: 5.10.12-200.fc33.x86_64\n');
    expect(restored(now, SUDO, ['sudo'])).toBe(
      SUDO.replace(/$/, '  # CVE-2021-3347\n  kernel:\n    evra: 5.10.12-200.fc33.x86_64\n'),
    );
  });

  it('does not write comments twice that were left behind', () => {
    const now = withoutLines(SUDO, 7, 8).replace('systemd:\n', 'systemd: # here\n');
    expect(restored(now, SUDO, ['sudo'])).toBe(SUDO.replace('systemd:\n', 'systemd: # here\n'));
  });

  it('keeps a sorted file sorted', () => {
    const now = 'packages:\n  acl:\n    evr: 1-1\n  kernel:\n    evr: 6.8.11-300.fc40\n  zlib:\n    evr: 1-1\n';
    const before = 'packages:\n  acl:\n    evr: 1-1\n  sudo:\n    evr: 1.9.5p2-1.fc33\n  zlib:\n    evr: 1-1\n';
    expect(restored(now, before, ['sudo'])).toBe(now.replace('  zlib', '  sudo:\n    evr: 1.9.5p2-1.fc33\n  zlib'));
  });

  it('goes before the next neighbour where none before it is left', () => {
    const now = 'packages:\n  zlib:\n    evr: 1-1\n  bash:\n    evr: 5-1\n';
    const before = 'packages:\n  # why\n  sudo:\n    evr: 1.9.5p2-1.fc33\n  bash:\n    evr: 4-1\n';
    expect(restored(now, before, ['sudo'])).toBe(
      'packages:\n  zlib:\n    evr: 1-1\n  # why\n  sudo:\n    evr: 1.9.5p2-1.fc33\n  bash:\n    evr: 5-1\n',
    );
  });

  it.each(['packages: {}\n', 'packages:\n', 'packages: null\n', 'packages: {} # nothing\n'])('fills %j', now => {
    const text = restored(now, SUDO, ['sudo', 'systemd']) ?? '';
    expect(text.replace(' # nothing', '').replace('packages: \n', 'packages:\n')).toBe(SUDO);
  });

  it.each(['', '# only a comment\n', 'metadata:\n  generated: 2024-10-20T00:00:00Z\n'])('makes packages in %j', now => {
    const text = restored(now, SUDO, ['sudo']) ?? '';
    expect(text).toContain('packages:\n  sudo:\n    evra: 1.9.5p2-1.fc33.x86_64\n');
    expect(text.startsWith(now)).toBe(true);
  });

  it('gives a changed entry its old text, and takes away one that was not there', () => {
    const now = OVERRIDES.replace('249.7-2.fc35', '249.7-1.fc35').replace(
      '  systemd:',
      '  sudo:\n    evr: 1-1\n  systemd:',
    );
    expect(restored(now, OVERRIDES, ['systemd', 'sudo'])).toBe(OVERRIDES);
    expect(restored(now, OVERRIDES, ['afterburn'])).toBe(now);
  });

  it('fits JSON: first, middle, last, only', () => {
    const drop = (names: readonly string[]) => {
      const lockfile = parseLockfile(JSON_LOCK, 'json');
      const gone = lockfile.entries.filter(({ name }) => names.includes(name));
      // another change in the same file, so that the whole text is not simply put back
      return applyEdits(JSON_LOCK, removeEntries(lockfile, gone)).replace('2022-10-03', '2022-10-04');
    };
    const all = ['NetworkManager', 'WALinuxAgent-udev', 'acl'];
    for (const names of [...all.map(name => [name]), all.slice(0, 2), all]) {
      expect(restored(drop(names), JSON_LOCK, names, 'json')).toBe(JSON_LOCK.replace('2022-10-03', '2022-10-04'));
    }
  });

  it('writes anew what moves between formats, and refuses where something would be lost', () => {
    const before = parseLockfile(OVERRIDES, 'yaml');
    const now = parseLockfile('{\n  "packages": {}\n}\n', 'json');
    expect(applyEdits(now.text, restoreEntries(now, before, ['containers-common']) ?? [])).toBe(
      JSON.stringify(
        {
          packages: {
            'containers-common': {
              evra: '4:1-74.fc35.noarch',
              metadata: {
                bodhi: 'https://bodhi.fedoraproject.org/updates/FEDORA-2022-0c3b4ca7c5',
                type: 'fast-track',
              },
            },
          },
        },
        undefined,
        2,
      ).concat('\n'),
    );
    const digest = OVERRIDES.replace('4:1-74.fc35.noarch', `4:1-74.fc35.noarch\n    digest: sha256:${'0'.repeat(64)}`);
    expect(restoreEntries(now, parseLockfile(digest, 'yaml'), ['containers-common'])).toBeUndefined();
  });

  it('follows aliases, whose anchor may be gone', () => {
    const shared =
      'packages:\n  a:\n    evr: 1-1\n    metadata: &id001\n      type: pin\n  b:\n    evr: 1-1\n    metadata: *id001\n';
    const now = 'packages:\n  c:\n    evr: 1-1\n';
    expect(restored(now, shared, ['b'])).toBe(
      'packages:\n  b:\n    evr: 1-1\n    metadata:\n      type: pin\n  c:\n    evr: 1-1\n',
    );
  });

  it('does not take back other changes', () => {
    // the text without b could also be read as a loss in the middle of both
    const before = 'packages:\n  a:\n    evr: 1.0-1\n  b:\n    evr: 1.0-2\n';
    const now = 'packages:\n  a:\n    evr: 1.0-2\n';
    expect(restored(now, before, ['b'])).toBe('packages:\n  a:\n    evr: 1.0-2\n  b:\n    evr: 1.0-2\n');
  });

  it('keeps the line breaks of the file, and a last line without one', () => {
    const now = 'packages:\r\n  a:\r\n    evr: 1-1';
    expect(restored(now, 'packages:\n  a:\n    evr: 1-2\n  b:\n    evr: 2-1\n', ['b'])).toBe(
      'packages:\r\n  a:\r\n    evr: 1-1\r\n  b:\r\n    evr: 2-1',
    );
  });
});

/** Drops entries as an editor's command does: comments above them stay. */
function dropped(lockfile: Lockfile, names: ReadonlySet<string>): string {
  const gone = lockfile.entries.filter(({ name }) => names.has(name));
  return applyEdits(lockfile.text, removeEntries(lockfile, gone));
}

/** Drops an entry as a person does: its lines, and the comment lines above them. */
function droppedByHand({ text, byName }: Lockfile, name: string): string | undefined {
  const member = byName.get(name)?.member;
  if (!member) return undefined;
  const before = text.slice(0, member.key.span.start).replace(/(?:[ \t]*#[^\n]*\n)*[ \t]*$/, '');
  const after = text.slice(member.span.end).replace(/^[^\n]*\n/, '');
  return before + after;
}

function check(format: LockfileFormat, text: string, pick: (names: readonly string[]) => readonly string[]): void {
  const lockfile = parseLockfile(text, format);
  const names = pick([...lockfile.byName.keys()]);
  if (names.length === 0) return;
  const now = dropped(lockfile, new Set(names));
  const back = restored(now, text, names, format);
  expect(unordered(shapeOf(parseLockfile(back ?? '', format).root))).toEqual(unordered(shapeOf(lockfile.root)));
  if (names.length === 1) expect(back).toBe(text);
}

/** Members sorted by key: the order of neighbours that were lost together is not told. */
function unordered(shape: Shape): unknown {
  if (typeof shape !== 'object' || !('members' in shape)) return shape;
  return [...shape.members]
    .map(([key, value]) => [key, unordered(value)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

const subset = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });

describe('what was dropped comes back', () => {
  it.each(SAMPLES.map(sample => [sample.name, sample] as const))('%s', (_, { format, text }) => {
    fc.assert(
      fc.property(subset, flags => check(format, text, names => names.filter((_name, i) => flags[i % flags.length]))),
      { numRuns: 30 },
    );
    for (const name of parseLockfile(text, format).byName.keys()) check(format, text, () => [name]);
  });

  it.each([OVERRIDES, COMMENTED, SUDO])('dropped by hand, comments and all', text => {
    const lockfile = parseLockfile(text, 'yaml');
    for (const name of lockfile.byName.keys()) {
      const now = droppedByHand(lockfile, name) ?? '';
      const left = parseLockfile(now, 'yaml');
      if (left.byName.size === 0) continue;
      expect(restored(now, text, [name]), name).toBe(text);
    }
  });
});

describeShared('real overrides', () => {
  const files = REAL_FILES.filter(({ id }) => id.startsWith('overrides/'));

  it('come back as they were, one by one and several at once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), subset, fc.nat(), ({ path, format }, flags, one) => {
        const text = readFileSync(path, 'utf8');
        const lockfile = parseLockfile(text, format);
        if (lockfile.syntaxProblems.length > 0 || lockfile.entries.length !== lockfile.byName.size) return;
        check(format, text, names => names.filter((_, i) => flags[i % flags.length]));
        check(format, text, names => names.slice(one % names.length, (one % names.length) + 1));
      }),
      { numRuns: 600 },
    );
  });
});
