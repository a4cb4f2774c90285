// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is the syntax of .repo files
import { describe, expect, it } from 'vitest';
import { parseRepoFile } from '../../../server/rpmmd/repo-file';
import { below, sourceOf, withSlash } from '../../../server/rpmmd/repository-source';

const source = (body: string, releasever = '40') => {
  const [config] = parseRepoFile(`[r]\n${body}\n`, 'r.repo').configs;
  if (!config) throw new Error('no section');
  return sourceOf({ config, variables: { releasever, basearch: 'x86_64', arch: 'x86_64' }, role: 'repo' });
};

describe('sourceOf', () => {
  it('expands the variables and ends base URLs with one slash', () => {
    const { place, local, problem } = source('baseurl=https://h/$releasever/$basearch/os\n https://g/$arch//');
    expect(place).toEqual({ kind: 'baseurl', urls: ['https://h/40/x86_64/os/', 'https://g/x86_64/'] });
    expect([local, problem]).toEqual([false, undefined]);
  });

  // libdnf's repo/Repo.cpp: metalink, else mirrorlist, else baseurl
  it('prefers a metalink to a mirror list, and that to base URLs', () => {
    const all = 'baseurl=http://b/\nmirrorlist=http://l/$basearch\nmetalink=http://m/?arch=$basearch';
    expect(source(all).place).toEqual({ kind: 'metalink', url: 'http://m/?arch=x86_64' });
    expect(source(all.replace('metalink', 'x')).place).toEqual({ kind: 'mirrorlist', url: 'http://l/x86_64' });
  });

  it('has a key of its own for every place', () => {
    const body = 'baseurl=https://h/$releasever/';
    expect(source(body).key).toBe(source(body).key);
    expect(source(body, '41').key).not.toBe(source(body).key);
  });

  it('knows what is local', () => {
    expect(source('baseurl=file:///srv/r').local).toBe(true);
    expect(source('baseurl=file:///srv/r http://h/').local).toBe(false);
  });

  it.each([
    ['name=x', 'r.repo gives no baseurl, metalink or mirrorlist that can be used'],
    ['baseurl=https://h/$stream/', 'nothing says what $stream is, which r.repo uses in https://h/$stream/'],
    ['baseurl=http://h:port/', 'not a URL in r.repo: http://h:port/'],
    ['baseurl=$basearch/r', 'not a URL in r.repo: x86_64/r/'],
    ['baseurl=${none:-ftp}://h/', 'only http, https and file can be read, not ftp://h/ of r.repo'],
  ])('%s: %s', (body, problem) => {
    expect(source(body).problem).toBe(problem);
  });
});

it.each([
  ['https://h/r', 'https://h/r/'],
  ['https://h/r//', 'https://h/r/'],
  ['', '/'],
])('withSlash(%j) is %j', (url, expected) => {
  expect(withSlash(url)).toBe(expected);
});

it('withSlash takes no longer for a run of slashes in the middle', () => {
  const url = `http://h${'/'.repeat(300_000)}x`;
  expect(withSlash(url)).toBe(`${url}/`);
});

it('below stays below, and keeps blanks and percent signs right', () => {
  expect(below('https://h/my%20repo/', 'repodata/repomd.xml')).toBe('https://h/my%20repo/repodata/repomd.xml');
});
