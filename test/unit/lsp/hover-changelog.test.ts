import { describe, expect, it } from 'vitest';
import type { ChangelogEntry } from '../../../server/koji/koji';
import { changelogPart, type NewestChangelog } from '../../../server/lsp/hover-changelog';
import { MARKDOWN, PLAIN_TEXT } from '../../../server/lsp/markdown';

const RANGE = { from: '1.9.2-1.fc33', to: 'sudo-1.9.5p2-1.fc33' };
const PAGE = 'https://koji.fedoraproject.org/koji/buildinfo?buildID=1678077';
const MATTHEW: ChangelogEntry = {
  at: Date.UTC(2021, 0, 26, 12),
  author: 'Matthew Miller <mattdm@fedoraproject.org> - 1.9.5p2-1',
  text: '- rebase to 1.9.5p2\nResolves: rhbz#1920611\n- fixed CVE-2021-3156 sudo: Heap buffer overflow in argument parsing\nResolves: rhbz#1920618',
};

function part(entries: readonly ChangelogEntry[], bounded = true, write = MARKDOWN): string[] {
  const found: NewestChangelog = { ...RANGE, kind: 'found', page: PAGE, entries, bounded };
  return changelogPart(found, write);
}
const lines = (count: number): string => Array.from({ length: count }, (_, i) => `- line ${i + 1}`).join('\n');

describe('changelogPart', () => {
  it('has an item an entry and one a line, CVEs marked', () => {
    expect(part([MATTHEW])).toEqual([
      `**Changelog** from \`1.9.2-1.fc33\` to [sudo-1.9.5p2-1.fc33](<${PAGE}>): fixes **CVE-2021-3156**`,
      '- `1.9.5p2-1`, 2021-01-26, Matthew Miller',
      '  - rebase to 1.9.5p2 Resolves: rhbz#1920611',
      '  - fixed **CVE-2021-3156** sudo: Heap buffer overflow in argument parsing Resolves: rhbz#1920618',
    ]);
    expect(part([MATTHEW], true, PLAIN_TEXT)).toContain(
      '  - fixed CVE-2021-3156 sudo: Heap buffer overflow in argument parsing Resolves: rhbz#1920618',
    );
  });

  it('shows eight entries', () => {
    const entries = Array.from({ length: 10 }, () => MATTHEW);
    const shown = part(entries.map(entry => ({ ...entry, text: '- x' })));
    expect(shown.filter(line => line.startsWith('- `1.9.5p2-1`'))).toHaveLength(8);
    expect(shown.at(-1)).toBe('- ... and 2 more entries');
  });

  it('shows 25 lines, and names the CVEs of those it leaves out', () => {
    const long = { ...MATTHEW, text: `${lines(40)}\n- CVE-2024-1\n- CVE-2023-9` };
    const shown = part([MATTHEW, long, MATTHEW]);
    expect(shown[0]).toMatch(/: fixes \*\*CVE-2021-3156\*\*, \*\*CVE-2023-9\*\*, \*\*CVE-2024-1\*\*$/);
    // three lines of the first entry, the head of the second and 20 of its 42 lines with the rest counted
    expect(shown.slice(-3)).toEqual(['  - line 20', '  - ... and 22 more lines', '- ... and 1 more entry']);
    expect(shown).toHaveLength(1 + 25 + 1);
  });

  it('shortens long lines', () => {
    expect(part([{ ...MATTHEW, text: `- ${'x'.repeat(400)}` }])[2]).toBe(`  - ${'x'.repeat(300)}...`);
  });

  it('says where the locked version is not to be found, or nothing is new', () => {
    expect(part([MATTHEW], false)[0]).toMatch(
      /: fixes \*\*CVE-2021-3156\*\*, it does not tell where the locked version begins$/,
    );
    expect(part([])).toEqual([`**Changelog** from \`1.9.2-1.fc33\` to [sudo-1.9.5p2-1.fc33](<${PAGE}>): nothing new`]);
  });

  it('says what is missing', () => {
    expect(changelogPart({ ...RANGE, kind: 'waiting' }, MARKDOWN)).toEqual([
      'The changelog of `sudo-1.9.5p2-1.fc33` has not come yet.',
    ]);
    expect(changelogPart({ ...RANGE, kind: 'failed', message: 'fault 1014: *offline*' }, MARKDOWN)).toEqual([
      'The changelog of `sudo-1.9.5p2-1.fc33` could not be had: fault 1014: \\*offline\\*',
    ]);
    expect(changelogPart({ ...RANGE, kind: 'absent' }, MARKDOWN)).toEqual([]);
  });

  it('cannot smuggle markup in', () => {
    const text = '- [x](command:y)\n- # heading\n- ![](https://evil.example/a.png) <b>';
    expect(part([{ at: 0, author: '**A** <a@b> - 1-1`', text }]).slice(1)).toEqual([
      '- an unknown date, \\*\\*A\\*\\*',
      '  - \\[x\\](command:y)',
      '  - \\# heading',
      '  - !\\[\\](https\\://evil.example/a.png) \\<b>',
    ]);
  });
});
