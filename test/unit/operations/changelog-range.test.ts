import { describe, expect, it } from 'vitest';
import type { ChangelogEntry } from '../../../server/koji/koji';
import {
  type ChangelogRange,
  entriesAfterVersion,
  entriesSince,
  linesOf,
  nameOf,
  versionOf,
} from '../../../server/operations/changelog-range';

/** One a day, newest first, by the end of the author line. */
const log = (...versions: readonly string[]): ChangelogEntry[] =>
  versions.map((version, i) => ({
    at: Date.UTC(2024, 9, 20 - i, 12),
    author: `Packit <hello@packit.dev> ${version}`.trim(),
    text: '- Update',
  }));
const versions = (range: ChangelogRange | undefined) => range?.entries.map(({ author }) => versionOf(author));

describe('the author line', () => {
  it.each([
    ['Lokesh Mandvekar <lsm5@redhat.com> - 5:5.2.5-1', 'Lokesh Mandvekar', '5:5.2.5-1'],
    ['Justin M. Forbes <jforbes@fedoraproject.org> [6.11.4-0]', 'Justin M. Forbes', '6.11.4-0'],
    ['Zbigniew Jędrzejewski-Szmek <zbyszek@in.waw.pl> - 255.13-1', 'Zbigniew Jędrzejewski-Szmek', '255.13-1'],
    ['Matthew Miller <mattdm@fedoraproject.org> - 1.9.5p2-1', 'Matthew Miller', '1.9.5p2-1'],
    [
      'Fedora Release Engineering <releng@fedoraproject.org> 2.40~rc1-2.fc40',
      'Fedora Release Engineering',
      '2.40~rc1-2.fc40',
    ],
    ['Peter Jones <pjones@redhat.com> - 1:2.06-125', 'Peter Jones', '1:2.06-125'],
    ['Packit <hello@packit.dev>', 'Packit', undefined],
    ['Jan de-Vries', 'Jan de-Vries', undefined],
    ['kojibuilder - 1.2-3', 'kojibuilder', '1.2-3'],
    ['', '', undefined],
  ])('%s', (author, name, version) => {
    expect([nameOf(author), versionOf(author)]).toEqual([name, version]);
  });
});

describe('entriesAfterVersion', () => {
  it.each([
    ['5.2.3-1.fc40', ['- 5:5.2.5-1', '- 5:5.2.4-1', '- 5:5.2.3-1', '- 5:5.2.2-1']],
    ['5.2.3-1.fc40.2', ['- 5.2.5-1', '- 5.2.4-1', '- 5.2.3-1.2', '- 5.2.3-1']],
    ['5.2.3-1.el9_4', ['- 5.2.5-1', '- 5.2.4-1', '- 5.2.3-1.el9', '- 5.2.2-1']],
  ])('ends above the entry of %s', (vr, authors) => {
    const range = entriesAfterVersion(log(...authors), vr);
    expect(range?.bounded).toBe(true);
    expect(range?.entries).toEqual(log(...authors).slice(0, 2));
  });

  it('keeps entries without a version', () => {
    expect(entriesAfterVersion(log('- 5.2.4-1', '', '- 5.2.3-1'), '5.2.3-1.fc40')?.entries).toHaveLength(2);
  });

  it('is unknown without such an entry', () => {
    expect(entriesAfterVersion(log('[6.11.4-0]', '[6.11.3-0]'), '6.11.3-200.fc40')).toBeUndefined();
    expect(entriesAfterVersion([], '6.11.3-200.fc40')).toBeUndefined();
  });
});

describe('entriesSince', () => {
  it('ends at what both builds have', () => {
    const newest = log('[6.11.4-0]', '', '[6.11.3-0]', '[6.11.2-0]');
    expect(entriesSince(newest, newest.slice(2), '6.11.3-200.fc40')).toEqual({
      entries: newest.slice(0, 2),
      bounded: true,
    });
  });

  it('goes by versions where the older changelog is gone or another', () => {
    const newest = log('[6.11.4-0]', '[6.11.3-0]', '[6.11.2-0]');
    expect(versions(entriesSince(newest, [], '6.11.3-200.fc40'))).toEqual(['6.11.4-0']);
    // of a branch: the same author, other days
    const branch = log('[6.11.3-0]').map(entry => ({ ...entry, at: 0 }));
    expect(versions(entriesSince(newest, branch, '6.11.3-200.fc40'))).toEqual(['6.11.4-0']);
  });

  it('says that the older build stands nowhere in it', () => {
    const newest = log('- 5.2.5-1', '- 5.2.4-1');
    expect(entriesSince(newest, [], '5.2.3-1.fc40')).toEqual({ entries: newest, bounded: false });
  });
});

it('items are lines, with what continues them', () => {
  expect(linesOf('- Update to 5.2.5\n- Fix a very long\n  story\n\n* Resolves: #1\nplain\n')).toEqual([
    'Update to 5.2.5',
    'Fix a very long story',
    'Resolves: #1 plain',
  ]);
  expect(linesOf('New upstream release')).toEqual(['New upstream release']);
  expect(linesOf('-\n')).toEqual([]);
});
