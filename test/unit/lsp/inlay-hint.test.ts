import { describe, expect, it } from 'vitest';
import { doInlayHints } from '../../../server/lsp/inlay-hint';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const FILES = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  'manifest-lock.overrides.yaml': OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
};
const KNOWN = [
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['ignition', '2.20.0-1.fc40', 'x86_64'],
      ['bash', '5.2.32-1.fc40', 'x86_64'],
      ['grub2-common', '1:2.06-125.fc40', 'noarch', 'grub2-2.06-125.fc40.src.rpm'],
      ['grub2-tools', '1:2.06-125.fc40', 'x86_64', 'grub2-2.06-125.fc40.src.rpm'],
    ]),
  ]),
];
const ALL = { start: { line: 0, character: 0 }, end: { line: 9999, character: 0 } };

describe('doInlayHints', () => {
  it('shows what is newer at the end of the version, and nothing where all is current', async () => {
    const view = await lockfileView({ files: FILES, open: 'manifest-lock.overrides.yaml', availability: KNOWN });
    const hints = doInlayHints(view, ALL);
    expect(hints).toHaveLength(1);
    expect(hints[0]).toMatchObject({
      label: '-> 5:5.2.5-1.fc40 in fedora-updates',
      position: { line: 9, character: 23 },
      paddingLeft: true,
      textEdits: [
        {
          range: { start: { line: 9, character: 9 }, end: { line: 9, character: 23 } },
          newText: '5:5.2.5-1.fc40',
        },
      ],
    });
    expect(hints[0]?.tooltip).toBe(
      'podman 5:5.2.5-1.fc40 is in fedora-updates (x86_64) since 2024-10-24, locked is 5:5.2.3-1.fc40.',
    );
  });

  it('stands behind the comma that follows the version in JSON', async () => {
    const open = 'manifest-lock.x86_64.json';
    const text = '{"packages": {"bash": {"evra": "5.2.26-3.fc40.x86_64", "metadata": {}}}}\n';
    const view = await lockfileView({ files: { ...FILES, [open]: text }, open, availability: KNOWN });
    expect(doInlayHints(view, ALL).map(({ position }) => position)).toEqual([{ line: 0, character: 54 }]);
  });

  it('moves siblings along, and says so', async () => {
    const view = await lockfileView({ files: FILES, open: 'manifest-lock.x86_64.json', availability: KNOWN });
    const hint = doInlayHints(view, ALL).find(({ label }) => label === '-> 1:2.06-125.fc40 in fedora-updates');
    expect(hint?.textEdits).toHaveLength(2);
    expect(hint?.tooltip).toContain('Built from grub2 together with grub2-tools, which must move along.');
  });

  it('leaves out what an override replaces in the base lock', async () => {
    const view = await lockfileView({ files: FILES, open: 'manifest-lock.x86_64.json', availability: KNOWN });
    const labels = doInlayHints(view, ALL).map(({ label }) => label);
    expect(labels).toEqual([
      '-> 5.2.32-1.fc40 in fedora-updates',
      '-> 1:2.06-125.fc40 in fedora-updates',
      '-> 1:2.06-125.fc40 in fedora-updates',
    ]);
  });

  it('answers for the range alone', async () => {
    const view = await lockfileView({ files: FILES, open: 'manifest-lock.overrides.yaml', availability: KNOWN });
    const range = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
    expect(doInlayHints(view, range)).toEqual([]);
  });

  it('is silent without metadata', async () => {
    const view = await lockfileView({ files: FILES, open: 'manifest-lock.overrides.yaml' });
    expect(doInlayHints(view, ALL)).toEqual([]);
  });

  it('says of a pin that it is left alone', async () => {
    const files = { ...FILES, 'manifest-lock.overrides.yaml': OVERRIDES.replaceAll('fast-track', 'pin') };
    const view = await lockfileView({ files, open: 'manifest-lock.overrides.yaml', availability: KNOWN });
    expect(doInlayHints(view, ALL)[0]?.tooltip).toContain('This is a pin');
  });
});
