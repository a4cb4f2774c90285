import { describe, expect, it } from 'vitest';
import { shownMatrix } from '../../../../../client/webview/history/matrix';

const base = (evr: string) => ({ evr, provenance: 'base' as const });
const basearches = ['x86_64', 'aarch64', 's390x'];

const row = (versions: Record<string, { evr: string; provenance: 'base' | 'override'; type?: string }>) =>
  shownMatrix({ matrix: [{ stream: 'stable', label: 'origin/stable', versions }], basearches })[0];

describe('the matrix', () => {
  it('says that all are alike', () => {
    const shown = row({ x86_64: base('1-1'), aarch64: base('1-1'), s390x: base('1-1') });
    expect(shown?.remark).toBe('all alike');
    expect(shown?.cells.map(({ differs }) => differs)).toEqual([false, false, false]);
  });

  it('marks the one that differs from the others, and says which', () => {
    const shown = row({ x86_64: base('2-1'), aarch64: base('2-1'), s390x: base('1-1') });
    expect(shown?.cells.map(({ differs }) => differs)).toEqual([false, false, true]);
    expect(shown?.remark).toBe('s390x differs');
  });

  it('says where it is not locked', () => {
    const shown = row({ x86_64: { evr: '2-1', provenance: 'override', type: 'pin' }, aarch64: base('1-1') });
    expect(shown?.remark).toBe('aarch64 differs; s390x not locked');
    expect(shown?.cells.map(({ override }) => override)).toEqual(['pin', '', '']);
    expect(row({})?.remark).toBe('not locked');
  });
});
