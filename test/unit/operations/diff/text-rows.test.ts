import { describe, expect, it } from 'vitest';
import { authorAndVersion, becauseLine, changelogLines } from '../../../../server/operations/diff/text-rows';
import { OVERRIDES, override, overrides, side, X86_64 } from '../../../support/sides';

describe('becauseLine', () => {
  const provenance = (metadata: Record<string, string>) =>
    side('a', { [X86_64]: { vim: '1-1.x86_64' }, [OVERRIDES]: overrides(override('vim', '1-2', metadata)) })
      .packages('x86_64')
      .get('vim')?.provenance;

  it('says type, update and reason of an override', () => {
    expect(becauseLine(provenance({ type: 'pin', reason: 'https://example.com/1' }))).toEqual([
      'pin: https://example.com/1',
    ]);
    expect(
      becauseLine(provenance({ bodhi: 'https://example.com/2', reason: 'https://example.com/1' }), 'was '),
    ).toEqual(['was override: https://example.com/2 https://example.com/1']);
    expect(becauseLine(provenance({ type: 'pin' }))).toEqual(['pin: no reason is given']);
  });

  it('has nothing to say of a base lock', () => {
    expect(
      becauseLine(
        side('a', { [X86_64]: { vim: '1-1.x86_64' } })
          .packages('x86_64')
          .get('vim')?.provenance,
      ),
    ).toEqual([]);
  });
});

describe('changelogLines', () => {
  const entry = (text: string) => ({ at: Date.UTC(2024, 9, 15), author: 'A B <a@b> - 1.0-1', text });

  it('shows some entries, some lines of each, and says how many more there are', () => {
    const lines = changelogLines(Array.from({ length: 10 }, (_, i) => entry(`- change ${i}`)));
    expect(lines.slice(0, 2)).toEqual(['* 2024-10-15 A B - 1.0-1', '  - change 0']);
    expect(lines).toHaveLength(17);
    expect(lines.at(-1)).toBe('* and 2 more');
    const long = changelogLines([entry(Array.from({ length: 20 }, (_, i) => `- ${i}`).join('\n\n'))]);
    expect(long).toHaveLength(14);
    expect(long.at(-1)).toBe('  ... and 8 more lines');
    expect(changelogLines([entry('x'.repeat(500))])[1]).toBe(`  ${'x'.repeat(160)}...`);
  });
});

it('leaves out addresses', () => {
  expect(authorAndVersion('Lokesh Mandvekar <lsm5@redhat.com> - 5:5.2.5-1')).toBe('Lokesh Mandvekar - 5:5.2.5-1');
  expect(authorAndVersion('Packit 1.0-1')).toBe('Packit 1.0-1');
});
