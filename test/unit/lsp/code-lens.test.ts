import { describe, expect, it } from 'vitest';
import { doCodeLenses } from '../../../server/lsp/code-lens';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, repoFile } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const URI = 'file:///config/manifest-lock.overrides.yaml';
const TEXT = `packages:
  ignition:
    evr: 2.20.0-1.fc40
    metadata:
      type: fast-track
  podman:
    evr: 5:5.2.3-1.fc40
    metadata:
      type: pin
  toolbox:
    evr: 0.0.99.5-9.fc40
    metadata:
      type: fast-track
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
`;
const FILES = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  [OPEN]: TEXT,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
};
const KNOWN = [
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['ignition', '2.20.0-1.fc40', 'x86_64'],
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['toolbox', '0.0.99.5-9.fc40', 'x86_64'],
    ]),
  ]),
];

async function lenses(options: Partial<ViewOptions> = {}, own = true) {
  return doCodeLenses(await lockfileView({ files: FILES, open: OPEN, ...options }), { own });
}

const titles = async (options: Partial<ViewOptions> = {}): Promise<string[]> =>
  (await lenses(options)).map(({ command }) => command?.title ?? '');

describe('doCodeLenses', () => {
  it('counts what there is to do, each with what does it, on top of the file', async () => {
    const found = await lenses({ availability: KNOWN });
    expect(found.map(({ command }) => command)).toEqual([
      { title: '3 overrides', command: 'workbench.action.gotoSymbol' },
      { title: '2 graduated', command: 'manifestLock.dropGraduated', arguments: [{ uri: URI }] },
      {
        title: '1 without reason',
        command: 'manifestLock.reveal',
        arguments: [{ uri: URI, position: { line: 5, character: 2 } }],
      },
      { title: '1 newer', command: 'manifestLock.updateAll', arguments: [{ uri: URI }] },
    ]);
    expect(new Set(found.map(({ range }) => range.start.line))).toEqual(new Set([0]));
  });

  it('counts the overrides at once, before anything is known', async () => {
    expect(await titles()).toEqual(['3 overrides', '1 without reason']);
    expect(await titles({ files: { [OPEN]: 'packages:\n  a: {evr: 1-1}\n' } })).toEqual(['1 override']);
  });

  it('keeps to what is configured, and to what is ignored with a reason', async () => {
    const severity = { graduated: 'off', 'missing-reason': 'off' } as const;
    expect(await titles({ availability: KNOWN, severity })).toEqual(['3 overrides', '1 newer']);
    const ignored = TEXT.replace('  podman', '  # manifest-lock: ignore missing-reason told in the channel\n  podman');
    expect(await titles({ files: { ...FILES, [OPEN]: ignored } })).toEqual(['3 overrides']);
  });

  it('counts what fell behind in the base locks, too', async () => {
    const files = {
      'manifest.yaml': MANIFEST.replace('testing-devel', 'next-devel'),
      [OPEN]: 'packages: {}\n',
      'manifest-lock.x86_64.json': baseLock('x86_64'),
    };
    const ahead = baseLock('x86_64', { podman: '5:5.2.5-1.fc39', bash: '5.2.26-3.fc40', ignition: '2.20.0-1.fc39' });
    const branches = { streams: { 'testing-devel': { 'manifest-lock.x86_64.json': ahead } } };
    const [, lens] = await lenses({ files, branches });
    expect(lens?.command).toEqual({
      title: '2 behind testing-devel',
      command: 'manifestLock.fastTrackBehind',
      arguments: [{ uri: URI }],
    });
  });

  it('leads to an override that was dropped', async () => {
    const before = {
      [OPEN]: TEXT,
      'manifest-lock.x86_64.json': baseLock('x86_64'),
    };
    const without = TEXT.replace(/ {2}podman:\n(?: {4}.*\n)+/, '');
    const found = await lenses({ files: { ...FILES, [OPEN]: without }, branches: { before } });
    const dropped = found.find(({ command }) => command?.title === '1 dropped');
    expect(dropped?.command?.command).toBe('manifestLock.reveal');
  });

  it("has the server's own commands for other editors, and none where it can do nothing", async () => {
    const found = await lenses({ availability: KNOWN }, false);
    expect(found.map(({ command }) => `${command?.title}: ${command?.command}`)).toEqual([
      '3 overrides: ',
      '2 graduated: manifestLock.server.dropGraduated',
      '1 without reason: ',
      '1 newer: manifestLock.server.updateAll',
    ]);
  });

  it('stays away from base locks, and from a file with nothing in it', async () => {
    expect(await titles({ open: 'manifest-lock.x86_64.json' })).toEqual([]);
    expect(await titles({ files: { [OPEN]: 'packages: {}\n' } })).toEqual([]);
  });
});
