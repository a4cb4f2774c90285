import { describe, expect, it } from 'vitest';
import { table } from '../../../server/cli/table';

describe('table', () => {
  it('aligns columns and leaves no blanks at the ends of lines', () => {
    const rows = [
      ['NAME', 'NEWEST'],
      ['podman', '5:5.2.5-1.fc40'],
      ['ignition', ''],
    ];
    expect(table(rows)).toBe('NAME      NEWEST\npodman    5:5.2.5-1.fc40\nignition\n');
  });

  it('hands nothing to a terminal that it would act on', () => {
    expect(table([['a\u001b[31mb\u202e', 'c\u009b']])).toBe('a\\u001b[31mb\\u202e  c\\u009b\n');
  });
});
