import { describe, expect, it } from 'vitest';
import { needsReleasever, readRepoFiles, withRepovars } from '../../../server/config-repo/repo-files';
import { memoryTree } from './memory-tree';

const FEDORA = `[fedora]
name=Fedora $releasever - $basearch
baseurl=https://\${mirror}/releases/$releasever/Everything/$basearch/os/
        https://second.example/$mirrored/$mirror/
`;

describe('readRepoFiles', () => {
  it('reads every .repo file of the root by name; the first of equal ids counts', async () => {
    const tree = memoryTree({ 'b.repo': '[fedora]\nbaseurl=https://b.example/\n', 'a.repo': FEDORA, 'x.conf': '[x]' });
    const { configs, problems, sources } = await readRepoFiles(tree, await tree.list(''));
    expect(sources).toEqual(['a.repo', 'b.repo']);
    expect([...configs.keys()]).toEqual(['fedora']);
    expect(configs.get('fedora')?.file).toBe('a.repo');
    expect(problems).toMatchObject([{ path: 'b.repo', span: { start: 0, end: 8 } }]);
  });

  it('reports files that cannot be read or parsed, at their line', async () => {
    const tree = {
      list: async () => [],
      read: async (path: string) => {
        if (path === 'denied.repo') throw new Error('cannot read denied.repo: EACCES');
        return path === 'bad.repo' ? '[a]\nbaseurl=https://a.example/\r\nnonsense\r\n' : undefined;
      },
    };
    const { configs, problems } = await readRepoFiles(tree, ['denied.repo', 'bad.repo', 'dangling.repo']);
    expect([...configs.keys()]).toEqual(['a']);
    expect(problems).toMatchObject([
      { path: 'dangling.repo', span: undefined, message: 'dangling.repo is a link to a file that is not there.' },
      { path: 'denied.repo', span: undefined, message: 'cannot read denied.repo: EACCES' },
      { path: 'bad.repo', span: { start: 32, end: 40 } },
    ]);
  });
});

describe('withRepovars', () => {
  it("puts the manifest's variables in and leaves dnf's own", async () => {
    const tree = memoryTree({ 'a.repo': FEDORA });
    const config = (await readRepoFiles(tree, ['a.repo'])).configs.get('fedora');
    if (!config) throw new Error('no [fedora]');
    expect(withRepovars(config, new Map([['mirror', 'm.example']])).baseurl).toEqual([
      'https://m.example/releases/$releasever/Everything/$basearch/os/',
      'https://second.example/$mirrored/m.example/',
    ]);
    expect(withRepovars(config, new Map())).toBe(config);
    expect(needsReleasever(config)).toBe(true);
    expect(needsReleasever({ ...config, baseurl: ['https://x.example/$basearch/'] })).toBe(false);
  });
});
