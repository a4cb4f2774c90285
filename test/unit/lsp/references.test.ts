import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import { parseGitUri } from '../../../server/lsp/git-uri';
import { doReferences } from '../../../server/lsp/references';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const FILES = {
  'manifest.yaml': MANIFEST,
  [OPEN]: OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
  'manifest-lock.aarch64.json': baseLock('aarch64'),
};
const ALL = { includeDeclaration: true, gitDocuments: true };

async function references(needle: string, options: Partial<ViewOptions> = {}, how = ALL): Promise<string[]> {
  const view = await lockfileView({ files: FILES, open: OPEN, ...options });
  return doReferences(view, view.document.text.indexOf(needle), how).map(({ uri, range: { start } }) => {
    const git = parseGitUri(uri);
    const path = git ? URI.parse(uri).path.slice(1) : uri.replace('file:///config/', '');
    return `${path} ${start.line}:${start.character}`;
  });
}

describe('doReferences', () => {
  it('finds every lockfile and the manifest, the place itself first', async () => {
    expect(await references('podman')).toEqual([
      'manifest-lock.overrides.yaml 8:2',
      'manifest-lock.aarch64.json 14:4',
      'manifest-lock.x86_64.json 14:4',
      'manifest.yaml 9:4',
    ]);
  });

  it('leaves the place itself out where it is not wanted', async () => {
    expect(await references('podman', {}, { ...ALL, includeDeclaration: false })).not.toContain(
      'manifest-lock.overrides.yaml 8:2',
    );
  });

  it('finds the entries of other streams, for our own client', async () => {
    const branches = {
      streams: {
        testing: { 'manifest-lock.x86_64.json': baseLock('x86_64'), [OPEN]: OVERRIDES },
        rawhide: { [OPEN]: 'packages: {}\n' },
      },
    };
    expect((await references('podman', { branches })).slice(4)).toEqual([
      'testing:manifest-lock.x86_64.json 14:4',
      'testing:manifest-lock.overrides.yaml 8:2',
    ]);
    expect(await references('podman', { branches }, { ...ALL, gitDocuments: false })).toHaveLength(4);
  });

  it('finds both of two equal names', async () => {
    const files = { [OPEN]: 'packages:\n  a: {evr: 1-1}\n  a: {evr: 2-1}\n' };
    expect(await references('a: {', { files })).toEqual([
      'manifest-lock.overrides.yaml 1:2',
      'manifest-lock.overrides.yaml 2:2',
    ]);
  });

  it('finds nothing where there is no package', async () => {
    expect(await references('# IMPORTANT')).toEqual([]);
  });
});
