import { describe, expect, it } from 'vitest';
import { doWorkspaceSymbols } from '../../../server/lsp/workspace-symbol';
import { baseLock, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const FILES = {
  'manifest-lock.x86_64.json': baseLock('x86_64'),
  'manifest-lock.aarch64.json': baseLock('aarch64'),
  'manifest-lock.overrides.yaml': OVERRIDES,
};

async function symbols(query: string, files: Readonly<Record<string, string>> = FILES) {
  const views = await Promise.all(Object.keys(files).map(open => lockfileView({ files, open })));
  return doWorkspaceSymbols(views, query);
}

const names = (found: Awaited<ReturnType<typeof symbols>>): string[] => found.map(({ name }) => name);

describe('doWorkspaceSymbols', () => {
  it('finds a package in every lockfile, overrides first', async () => {
    const found = await symbols('podman');
    expect(found.map(({ location, containerName }) => [location.uri, containerName])).toEqual([
      ['file:///config/manifest-lock.overrides.yaml', '5:5.2.3-1.fc40 · fast-track'],
      ['file:///config/manifest-lock.aarch64.json', '5:5.2.2-1.fc40'],
      ['file:///config/manifest-lock.x86_64.json', '5:5.2.2-1.fc40'],
    ]);
    expect(found[0]?.location).toEqual({
      uri: 'file:///config/manifest-lock.overrides.yaml',
      range: { start: { line: 8, character: 2 }, end: { line: 8, character: 8 } },
    });
  });

  it('finds names that have the letters in order, whatever their case', async () => {
    expect(names(await symbols('GRtools'))).toEqual(['grub2-tools', 'grub2-tools']);
    expect(names(await symbols('slootg'))).toEqual([]);
  });

  it('puts first what fits best', async () => {
    const files = { 'manifest-lock.overrides.yaml': 'packages: {a-ba: {}, bar: {}, bxa: {}, ba: {}, xba: {}}' };
    expect(names(await symbols('ba', files))).toEqual(['ba', 'bar', 'a-ba', 'xba', 'bxa']);
  });

  it('lists all for an empty query, but never more than 500', async () => {
    expect(await symbols('')).toHaveLength(12);
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`p${i}`, '1-1']));
    expect(await symbols('p', { 'manifest-lock.x86_64.json': baseLock('x86_64', many) })).toHaveLength(500);
  });
});
