import { describe, expect, it } from 'vitest';
import { behindFindings } from '../../../server/lsp/behind-findings';
import { baseLock, MANIFEST } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.x86_64.json';
const TEXT = 'packages:\n  ignition:\n    evr: 2.19.0-4.fc40\n';
const AHEAD = { ignition: '2.20.0-1.fc39', podman: '5:5.2.4-1.fc39', bash: '5.2.26-3.fc40' };

async function found(text: string, severity = {}) {
  const files = {
    'manifest.yaml': MANIFEST.replace('testing-devel', 'next-devel'),
    [OPEN]: text,
    [X86_64]: baseLock('x86_64'),
  };
  const branches = { streams: { 'testing-devel': { [X86_64]: baseLock('x86_64', AHEAD) } } };
  const view = await lockfileView({ files, open: OPEN, branches });
  return behindFindings(view, severity).map(finding => finding.package);
}

describe('behindFindings', () => {
  it('are those of all lockfiles', async () => {
    expect((await found(TEXT)).sort()).toEqual(['ignition', 'podman']);
  });

  it('are without what is switched off, or ignored with a reason', async () => {
    expect(await found(TEXT, { 'stream-downgrade': 'off' })).toEqual([]);
    const ignored = TEXT.replace(
      '  ignition',
      '  # manifest-lock: ignore stream-downgrade waits for the barrier\n  ignition',
    );
    expect(await found(ignored)).toEqual(['podman']);
  });

  it('are none where no branches are known', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    expect(behindFindings(view, {})).toEqual([]);
  });
});
