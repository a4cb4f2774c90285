import { describe, expect, it } from 'vitest';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { TextLines } from '../../../server/lsp/convert';
import { doFoldingRanges } from '../../../server/lsp/folding-range';

/** `START-END`, lines counted from 0, with the kind behind it. */
function ranges(text: string, format: LockfileFormat = 'yaml', rangeLimit?: number): string[] {
  const found = doFoldingRanges(parseLockfile(text, format), new TextLines(text, 'utf-16'), { rangeLimit });
  return found.map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind ? ` ${kind}` : ''}`);
}

const OVERRIDES = `# This lockfile should be used to pin to a package version
# (\`type: pin\`) or to fast-track packages ahead of Bodhi.

packages:
  ignition:
    evr: 2.20.0-1.fc40
    # one line
    metadata:
      type: fast-track

  podman:
    evr: 5:5.2.3-1.fc40
`;

describe('doFoldingRanges', () => {
  it('folds the header, the packages, each entry and its metadata', () => {
    expect(ranges(OVERRIDES)).toEqual(['0-1 comment', '3-11', '4-8', '7-8', '10-11']);
  });

  it('leaves the closing brace of JSON in sight', () => {
    const text =
      '{\n  "packages": {\n    "a": {\n      "evra": "1-1.noarch"\n    },\n    "b": {"evra": "1-1.noarch"}\n  }\n}\n';
    expect(ranges(text, 'json')).toEqual(['0-6', '1-5', '2-3']);
  });

  it('has nothing to fold in one line, or in a file that is empty', () => {
    expect(ranges('packages: {a: {evr: 1-1}}\n')).toEqual([]);
    expect(ranges('')).toEqual([]);
  });

  it('gives up the inner ones first where there are too many', () => {
    expect(ranges(OVERRIDES, 'yaml', 4)).toEqual(['0-1 comment', '3-11', '4-8', '10-11']);
  });

  it('folds lists and lines that end in CR LF', () => {
    expect(ranges('packages:\r\n  a:\r\n    metadata:\r\n      x:\r\n        - 1\r\n        - 2\r\n')).toEqual([
      '0-5',
      '1-5',
      '2-5',
      '3-5',
    ]);
  });
});
