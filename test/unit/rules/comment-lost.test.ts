import { describe, expect, it } from 'vitest';
import { checkFile } from '../../../server/rules/check';
import { commentLost } from '../../../server/rules/comment-lost';
import { contextOf, lines, OVERRIDES, X86_64_BASE } from './support';

const HEADER = `# This lockfile should be used to pin to a package version (\`type: pin\`) or to
# fast-track packages ahead of Bodhi (\`type: fast-track\`). Fast-tracked
# packages will automatically be removed once they are in the stable repos.

`;
const TEXT = `${HEADER}packages:\n  # see the tracker\n  podman:\n    evr: 5:5.2.5-1.fc40 # for now\n`;

describe('comment-lost', () => {
  it('reports comments, but not the header that the bots write', () => {
    expect(lines(commentLost, OVERRIDES, TEXT)).toEqual([
      'info 6:3-6:20 The bots will drop this comment when they write the file: put what has to last into metadata.reason.',
      'info 8:25-8:34 The bots will drop this comment when they write the file: put what has to last into metadata.reason.',
    ]);
    expect(lines(commentLost, OVERRIDES, TEXT.slice(HEADER.length))).toHaveLength(2);
    expect(lines(commentLost, OVERRIDES, `${HEADER}packages: {}\n`)).toEqual([]);
  });

  it('reports a header of another kind', () => {
    expect(lines(commentLost, OVERRIDES, '# Ours.\npackages: {}\n')).toHaveLength(1);
  });

  it('is off unless it is asked for', () => {
    expect(checkFile(contextOf(OVERRIDES, TEXT), { severity: {}, rules: [commentLost] })).toEqual([]);
    const [first] = checkFile(contextOf(OVERRIDES, TEXT), { severity: { 'comment-lost': 'warning' } }).filter(
      ({ code }) => code === 'comment-lost',
    );
    expect(first?.severity).toBe('warning');
    expect(lines(commentLost, X86_64_BASE, '{"packages": {}}')).toEqual([]);
  });
});
