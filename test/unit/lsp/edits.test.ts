import { describe, expect, it } from 'vitest';
import { nonOverlapping, workspaceEdit } from '../../../server/lsp/edits';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const edit = (path: string, start: number, end: number, newText = 'x') => ({
  path,
  edits: [{ span: { start, end }, newText }],
});

describe('workspaceEdit', () => {
  const files = {
    'manifest.yaml': MANIFEST,
    'manifest-lock.overrides.yaml': OVERRIDES,
    'manifest-lock.x86_64.json': baseLock('x86_64'),
  };

  it('is for the version that is open, and for files that are not open without one', async () => {
    const view = await lockfileView({ files, open: 'manifest-lock.overrides.yaml' });
    const edits = [edit('manifest-lock.overrides.yaml', 0, 1), edit('manifest-lock.x86_64.json', 2, 3)];
    expect(workspaceEdit(view, edits, true)).toEqual({
      documentChanges: [
        {
          textDocument: { uri: 'file:///config/manifest-lock.overrides.yaml', version: 7 },
          edits: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: 'x' }],
        },
        {
          textDocument: { uri: 'file:///config/manifest-lock.x86_64.json', version: null },
          edits: [{ range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } }, newText: 'x' }],
        },
      ],
    });
  });

  it('is a plain map for clients that know no versions', async () => {
    const view = await lockfileView({ files, open: 'manifest-lock.overrides.yaml' });
    expect(workspaceEdit(view, [edit('manifest-lock.overrides.yaml', 0, 1)], false)).toEqual({
      changes: {
        'file:///config/manifest-lock.overrides.yaml': [
          { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: 'x' },
        ],
      },
    });
  });

  it('is nothing where the text of a file is not known', async () => {
    const view = await lockfileView({ files, open: 'manifest-lock.overrides.yaml' });
    expect(workspaceEdit(view, [edit('elsewhere.yaml', 0, 1)], true)).toBeUndefined();
  });
});

describe('workspaceEdit of a fix that makes a file', () => {
  const files = { 'manifest-lock.overrides.yaml': OVERRIDES };
  const created = [{ path: 'manifest-lock.overrides.s390x.yaml', text: 'packages: {}\n' }];

  it('makes the file before it writes into it, never over one that is there', async () => {
    const view = await lockfileView({ files, open: 'manifest-lock.overrides.yaml' });
    const edits = [edit('manifest-lock.overrides.yaml', 0, 1)];
    const uri = 'file:///config/manifest-lock.overrides.s390x.yaml';
    const start = { line: 0, character: 0 };
    expect(workspaceEdit(view, edits, true, created)).toMatchObject({
      documentChanges: [
        { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
        {
          textDocument: { uri, version: null },
          edits: [{ range: { start, end: start }, newText: 'packages: {}\n' }],
        },
        { textDocument: { uri: 'file:///config/manifest-lock.overrides.yaml', version: 7 } },
      ],
    });
  });

  it('is nothing for a client that knows only plain edits', async () => {
    const view = await lockfileView({ files, open: 'manifest-lock.overrides.yaml' });
    expect(workspaceEdit(view, [], false, created)).toBeUndefined();
  });
});

describe('nonOverlapping', () => {
  it('leaves out a set that touches an earlier one, whole', () => {
    const a = [edit('f', 0, 5)];
    const b = [edit('f', 4, 6), edit('g', 0, 1)];
    const c = [edit('g', 0, 1), edit('f', 5, 6)];
    expect(nonOverlapping([a, b, c])).toEqual([
      { path: 'f', edits: [...(a[0]?.edits ?? []), ...(c[1]?.edits ?? [])] },
      { path: 'g', edits: c[0]?.edits },
    ]);
  });

  it('takes two insertions at one place for a clash', () => {
    expect(nonOverlapping([[edit('f', 3, 3, 'a')], [edit('f', 3, 3, 'b')]])).toEqual([edit('f', 3, 3, 'a')]);
  });
});
