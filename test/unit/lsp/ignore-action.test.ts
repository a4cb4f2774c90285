import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { findingsOf } from '../../../server/lsp/findings';
import { ignoreOffer } from '../../../server/lsp/ignore-action';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';

async function offer(code: string, text: string, options: Partial<ViewOptions> = {}) {
  const view = await lockfileView({ files: { [OPEN]: text }, open: OPEN, ...options });
  const finding = findingsOf(view).find(found => found.code === code);
  if (!finding) throw new Error(`no ${code}: ${findingsOf(view).map(found => found.code)}`);
  const found = ignoreOffer(view, finding, []);
  return found && { ...found, text: applyEdits(text, found.edits[0]?.edits ?? []) };
}

const TEXT = 'packages:\n  podman:\n    evr: 0:5.2.3-1.fc40\n';

describe('ignoreOffer', () => {
  it("begins the comment above the entry, and goes to the reason's place", async () => {
    expect(await offer('zero-epoch', TEXT)).toMatchObject({
      title: 'Ignore zero-epoch here with a reason',
      text: 'packages:\n  # manifest-lock: ignore zero-epoch \n  podman:\n    evr: 0:5.2.3-1.fc40\n',
      preferred: false,
      command: {
        command: 'manifestLock.reveal',
        arguments: [{ uri: 'file:///config/manifest-lock.overrides.yaml', position: { line: 1, character: 37 } }],
      },
    });
  });

  it('silences the finding once the reason is typed', async () => {
    const text = (await offer('zero-epoch', TEXT))?.text.replace('zero-epoch ', 'zero-epoch Koji has it') ?? '';
    const view = await lockfileView({ files: { [OPEN]: text }, open: OPEN });
    expect(findingsOf(view).map(({ code }) => code)).not.toContain('zero-epoch');
  });

  it("keeps the file's line breaks", async () => {
    const found = await offer('zero-epoch', TEXT.replaceAll('\n', '\r\n'));
    expect(found?.text).toContain('\r\n  # manifest-lock: ignore zero-epoch \r\n  podman:\r\n');
  });

  it('is not there for an error, for a comment that silences nothing, and in JSON', async () => {
    expect(await offer('missing-version', 'packages:\n  podman: {}\n')).toBeUndefined();
    expect(
      await offer('invalid-ignore', `packages:\n  # manifest-lock: ignore zero-epoch\n  podman: {evr: 1-1}\n`),
    ).toBeUndefined();
    const open = 'manifest-lock.overrides.x86_64.json';
    const files = { [open]: '{"packages": {"podman": {"evr": "0:5.2.3-1.fc40"}}}' };
    expect(await offer('zero-epoch', files[open] ?? '', { open, files })).toBeUndefined();
  });
});
