import { describe, expect, it } from 'vitest';
import { planUpdatePin } from '../../../server/lsp/update-pin';
import { availability, repository } from '../../support/availability';
import { MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const KNOWN = [
  availability('x86_64', [repository({ id: 'fedora-updates' }, [['podman', '5:5.2.5-1.fc40', 'x86_64']])]),
];

async function plan(line: number, text = OVERRIDES, character = 4) {
  const files = { 'manifest.yaml': MANIFEST, 'fedora.repo': repoFile('https://example.org/'), [OPEN]: text };
  const view = await lockfileView({ files, open: OPEN, availability: KNOWN, encoding: 'utf-8' });
  return planUpdatePin(view, { line, character });
}

describe('planUpdatePin', () => {
  it('plans the edit and the words for it', async () => {
    const { label, edits, result } = await plan(8);
    expect(label).toBe('Update pin to 5:5.2.5-1.fc40 (fedora-updates)');
    expect(edits).toMatchObject([{ path: OPEN, edits: [{ newText: '5:5.2.5-1.fc40' }] }]);
    expect(result).toEqual({
      changed: [{ name: 'podman', from: '5:5.2.3-1.fc40', to: '5:5.2.5-1.fc40' }],
      message: 'Updated podman from 5:5.2.3-1.fc40 to 5:5.2.5-1.fc40.',
    });
  });

  it('reads its position in UTF-16, whatever was negotiated', async () => {
    // two entries on one line, told apart by the character
    const text = 'packages: {"é😀": {evr: 1-1}, podman: {evr: "5:5.2.3-1.fc40"}}\n';
    expect((await plan(0, text, text.indexOf('podman'))).result.changed).toHaveLength(1);
    expect((await plan(0, text, text.indexOf('1-1'))).result.changed).toHaveLength(0);
  });

  it('says why it plans nothing', async () => {
    const { edits, result } = await plan(0);
    expect(edits).toEqual([]);
    expect(result).toEqual({ changed: [], message: 'There is no package here: put the cursor on one.' });
  });
});
