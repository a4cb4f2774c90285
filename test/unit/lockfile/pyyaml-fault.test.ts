import { describe, expect, it } from 'vitest';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { pyYamlFault } from '../../../server/lockfile/pyyaml-fault';

function fault(text: string, format: LockfileFormat = 'yaml'): string | undefined {
  const lockfile = parseLockfile(text, format);
  expect(lockfile.syntaxProblems).toEqual([]);
  const found = pyYamlFault(lockfile);
  return found && `${text.slice(found.span.start, found.span.end)}: ${found.message}`;
}

describe('pyYamlFault', () => {
  it('finds what has no constructor, wherever it stands', () => {
    expect(fault('packages:\n  a:\n    metadata:\n      x: =\n')).toBe('=: PyYAML cannot read = without quotes.');
    expect(fault('packages:\n  a:\n    x: [1, [<<]]\n')).toBe('<<: PyYAML cannot read << without quotes.');
    expect(fault('packages:\n  a:\n    x: 2024-02-30\n')).toBe(
      '2024-02-30: PyYAML cannot read 2024-02-30 without quotes.',
    );
  });

  it('wants maps behind a merge key', () => {
    expect(fault('a: &a {x: 1}\nb:\n  <<: *a\nc:\n  <<: [*a, *a]\n')).toBeUndefined();
    expect(fault('b:\n  <<: 1\n')).toBe('<<: PyYAML expects a map, or a list of maps, behind a merge key (<<).');
  });

  it('has nothing to say of texts, numbers, dates and empty files', () => {
    for (const text of ['', '{}\n', 'a: "="\nb: 1.10\nc: 2024-02-29\nd: ~\ne:\n', '=: 1\n']) {
      expect(fault(text)).toBeUndefined();
    }
    expect(fault('{"a": null, "b": 1e3}', 'json')).toBeUndefined();
  });
});
