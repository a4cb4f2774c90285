import { describe, expect, it } from 'vitest';
import { syntax } from '../../../server/rules/syntax';
import { findings, lines, OVERRIDES, X86_64_BASE } from './support';

describe('syntax', () => {
  it('reports a commented-out key that leaves its children behind', () => {
    // fedora-coreos-config 106954781d
    const text = 'packages:\n  podman:\n    evr: 2:3.1.0-1.fc34\n  # crun:\n      evr: 0.18-5.fc34\n';
    const [first] = findings(syntax, OVERRIDES, text);
    expect(first?.severity).toBe('error');
    expect(first?.message).toMatch(/^Not YAML: .*\. No reader can use the file\.$/);
    // the line of the orphaned key, or the one before it, as the parser sees it
    expect([4, 5]).toContain(text.slice(0, first?.span.start).split('\n').length);
  });

  it('reports a comma too many in JSON', () => {
    const [first] = findings(syntax, X86_64_BASE, '{\n  "packages": {},\n}\n');
    expect(first?.message).toMatch(/^Not JSON: /);
  });

  it('reports a merge conflict once, as what it is', () => {
    const conflict = '<<<<<<< HEAD\n    evr: 5:5.2.5-1.fc40\n=======\n    evr: 5:5.2.4-1.fc40\n>>>>>>> next';
    const text = `packages:\n  podman:\n${conflict}\n    metadata:\n      type: pin\n`;
    const found = findings(syntax, OVERRIDES, text);
    expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual([conflict]);
    expect(found[0]?.message).toBe(
      'An unresolved merge conflict: keep one side, delete the markers. No reader can use the file until then.',
    );
  });

  it('reports a line that does not parse once', () => {
    expect(findings(syntax, X86_64_BASE, '{"packages": {},}\n')).toHaveLength(1);
  });

  it('leaves an empty file to missing-packages, and a good one alone', () => {
    expect(lines(syntax, OVERRIDES, '')).toEqual([]);
    expect(lines(syntax, X86_64_BASE, ' \n')).toEqual([]);
    expect(lines(syntax, OVERRIDES, 'packages: {}\n')).toEqual([]);
  });
});
