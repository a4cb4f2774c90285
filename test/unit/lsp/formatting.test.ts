import { describe, expect, it } from 'vitest';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import { doFormatting } from '../../../server/lsp/formatting';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';

async function format(text: string, open = OPEN) {
  const view = await lockfileView({ files: { [open]: text }, open });
  const { edits, message } = doFormatting(view);
  const { lines } = view.document;
  let after = text;
  for (const { range, newText } of edits) {
    after = after.slice(0, lines.offsetAt(range.start)) + newText + after.slice(lines.offsetAt(range.end));
  }
  return { edits, message, after };
}

const TIDY = `${OVERRIDES_HEADER}
packages:
  podman:
    evr: 5:5.2.4-1.fc40
  runc:
    evr: 2:1.1.12-3.fc40
`;

describe('doFormatting', () => {
  it('changes only the lines that differ', async () => {
    const { edits, message, after } = await format(TIDY.replace('5:5.2.4-1.fc40', '"5:5.2.4-1.fc40"'));
    expect(after).toBe(TIDY);
    expect(message).toBeUndefined();
    expect(edits.map(({ range }) => [range.start.line, range.end.line])).toEqual([[12, 13]]);
  });

  it('leaves a canonical file alone', async () => {
    expect(await format(TIDY)).toEqual({ edits: [], message: undefined, after: TIDY });
  });

  it.each([
    ['\n\npackages: {}\n', 'packages: {}\n'],
    ['packages: {}', 'packages: {}\n'],
    ['packages: {} # gone', 'packages: {}\n'],
    ['packages:\r\n  a:\r\n    evr: 1-1.fc40\r\n', 'packages:\n  a:\n    evr: 1-1.fc40\n'],
  ])('makes %j whole', async (text, body) => {
    expect((await format(text)).after).toBe(`${OVERRIDES_HEADER}\n${body}`);
  });

  it('says what is lost, and why nothing was done', async () => {
    expect((await format('packages: {} # one\n# two\n')).message).toBe(
      'Formatting dropped 2 comments, as ci/overrides.py does. Undo brings them back.',
    );
    expect((await format('packages: {} # one\n')).message).toBe(
      'Formatting dropped a comment, as ci/overrides.py does. Undo brings it back.',
    );
    expect(await format('packages:\n  a:\n    evr: 1.10\n')).toMatchObject({
      edits: [],
      message: 'Not formatted, line 3: 1.10 would become something else: readers take it for a number, so quote it.',
    });
    const base = await format('{"packages": {}}', 'manifest-lock.x86_64.json');
    expect(base.message).toBe('Manifest Lock formats overrides files only: base locks are written by builds.');
  });
});
