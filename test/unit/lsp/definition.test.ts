import { describe, expect, it } from 'vitest';
import type { Location, LocationLink } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { type DefinitionCapabilities, doDefinition } from '../../../server/lsp/definition';
import { parseGitUri } from '../../../server/lsp/git-uri';
import { commitOf } from '../../support/branches';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const FILES = {
  'manifest.yaml': MANIFEST,
  [OPEN]: OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
  'manifest-lock.aarch64.json': baseLock('aarch64'),
};
const CAN: DefinitionCapabilities = { links: true, gitDocuments: true };

async function targets(needle: string, options: Partial<ViewOptions> = {}, can = CAN): Promise<LocationLink[]> {
  const view = await lockfileView({ files: FILES, open: OPEN, ...options });
  return doDefinition(view, view.document.text.indexOf(needle), can) as LocationLink[];
}

/** The path, `LABEL:` before it where it is of another branch, and the line counted from 0. */
const places = (links: readonly LocationLink[]): string[] =>
  links.map(({ targetUri, targetSelectionRange }) => {
    const git = parseGitUri(targetUri);
    const path = git ? URI.parse(targetUri).path.slice(1) : targetUri.replace('file:///config/', '');
    return `${path} ${targetSelectionRange.start.line}`;
  });

describe('doDefinition', () => {
  it('goes from an override to the base locks it replaces', async () => {
    const links = await targets('podman');
    expect(places(links)).toEqual(['manifest-lock.x86_64.json 14', 'manifest-lock.aarch64.json 14']);
    expect(links[0]).toEqual({
      targetUri: 'file:///config/manifest-lock.x86_64.json',
      targetRange: { start: { line: 14, character: 4 }, end: { line: 16, character: 5 } },
      targetSelectionRange: { start: { line: 14, character: 4 }, end: { line: 14, character: 12 } },
      originSelectionRange: { start: { line: 8, character: 2 }, end: { line: 8, character: 8 } },
    });
  });

  it('does so from the version, and not from the metadata, which has links of its own', async () => {
    expect(await targets('5:5.2.3-1')).toHaveLength(2);
    expect(await targets('FEDORA-2024-f0fd63c638')).toEqual([]);
    expect(await targets('# IMPORTANT')).toEqual([]);
  });

  it('goes from an override of one arch to the layers below it, the nearest first', async () => {
    const files = { ...FILES, [X86_64]: 'packages:\n  podman:\n    evr: 5:5.2.2-2.fc40\n' };
    expect(places(await targets('podman', { files, open: X86_64 }))).toEqual([
      'manifest-lock.overrides.yaml 8',
      'manifest-lock.x86_64.json 14',
    ]);
  });

  it('goes to the same package on other streams, once for each version there', async () => {
    const branches = {
      streams: {
        testing: { 'manifest-lock.x86_64.json': baseLock('x86_64'), 'manifest-lock.aarch64.json': baseLock('aarch64') },
        stable: {
          [OPEN]: 'packages:\n  podman:\n    evr: 5:5.2.1-1.fc40\n',
          'manifest-lock.overrides.aarch64.yaml': '\n\npackages:\n  podman:\n    evr: 5:5.1.0-1.fc40\n',
          'manifest-lock.x86_64.json': baseLock('x86_64'),
          'manifest-lock.aarch64.json': baseLock('aarch64'),
        },
        rawhide: { [OPEN]: 'packages: {}\n' },
      },
    };
    const links = await targets('podman', { branches });
    expect(places(links).slice(2)).toEqual([
      'testing:manifest-lock.x86_64.json 14',
      'stable:manifest-lock.overrides.yaml 1',
      'stable:manifest-lock.overrides.aarch64.yaml 3',
    ]);
    expect(parseGitUri(links[2]?.targetUri ?? '')).toEqual({
      folder: '/config',
      commit: commitOf('testing'),
      path: 'manifest-lock.x86_64.json',
    });
    expect(await targets('podman', { branches }, { ...CAN, gitDocuments: false })).toHaveLength(2);
  });

  it('goes from a base lock to the override that counts there', async () => {
    const open = 'manifest-lock.x86_64.json';
    expect(places(await targets('"podman"', { open }))).toEqual(['manifest-lock.overrides.yaml 8']);
    const files = { ...FILES, [X86_64]: 'packages:\n  podman:\n    evr: 5:5.2.2-2.fc40\n' };
    expect(places(await targets('"podman"', { open, files }))).toEqual(['manifest-lock.overrides.x86_64.yaml 1']);
  });

  it('goes from a base lock to the others where no override has the package', async () => {
    expect(places(await targets('"bash"', { open: 'manifest-lock.x86_64.json' }))).toEqual([
      'manifest-lock.aarch64.json 2',
    ]);
  });

  it('goes from an entry without effect to the one that counts', async () => {
    const files = { ...FILES, [OPEN]: 'packages:\n  a: {evr: 1-1}\n  a: {evr: 2-1}\n' };
    expect(places(await targets('a: {', { files }))).toEqual(['manifest-lock.overrides.yaml 2']);
  });

  it('gives places to a client that takes no links', async () => {
    const [first] = (await targets('podman', {}, { ...CAN, links: false })) as unknown as Location[];
    expect(first).toEqual({
      uri: 'file:///config/manifest-lock.x86_64.json',
      range: { start: { line: 14, character: 4 }, end: { line: 14, character: 12 } },
    });
  });
});
