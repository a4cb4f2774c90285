import { describe, expect, it } from 'vitest';
import { versionNotString } from '../../../server/rules/version-not-string';
import { fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

describe('version-not-string', () => {
  it('reports what PyYAML (YAML 1.1) or serde_yaml (1.2) takes for something else', () => {
    const text =
      'packages:\n  a:\n    evr: 1.10\n  b:\n    evr: 1:30\n  c:\n    evr: 2024-10-20\n  d:\n    evr: yes\n  e:\n    evr: ~\n';
    expect(lines(versionNotString, OVERRIDES, text)).toEqual([
      'error 3:10-3:14 evr of a is a number (1.10), not text: rpm-ostree refuses the whole file. Put quotes around it.',
      'error 5:10-5:14 evr of b is a number (1:30) to the Python tools, which read YAML 1.1, and text to rpm-ostree. Put quotes around it.',
      'error 7:10-7:20 evr of c is a date (2024-10-20) to the Python tools, which read YAML 1.1, and text to rpm-ostree. Put quotes around it.',
      'error 9:10-9:13 evr of d is a boolean (yes) to the Python tools, which read YAML 1.1, and text to rpm-ostree. Put quotes around it.',
      'error 11:10-11:11 evr of e is null (~), not text: rpm-ostree refuses the whole file. Give it a version.',
    ]);
  });

  it('quotes what stands there', () => {
    const text = 'packages:\n  a:\n    evr: 1.10 # sic\n';
    expect(titles(versionNotString, OVERRIDES, text)).toEqual([['Quote it * all']]);
    expect(fixed(versionNotString, OVERRIDES, text, 'Quote it')).toBe("packages:\n  a:\n    evr: '1.10' # sic\n");
    expect(fixed(versionNotString, X86_64_BASE, '{"packages": {"a": {"evr": 1.10}}}', 'Quote it')).toBe(
      '{"packages": {"a": {"evr": "1.10"}}}',
    );
  });

  it('takes real EVRs and quoted ones for text', () => {
    const text = "packages:\n  a:\n    evr: 5:5.2.5-1.fc40\n  b:\n    evr: '1.10'\n  c:\n    evr: 15-8\n";
    expect(lines(versionNotString, OVERRIDES, text)).toEqual([]);
  });
});
