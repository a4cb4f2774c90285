import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeRepoFiles, parseRepoFile } from '../../../server/rpmmd/repo-file';
import { itShared, shared } from '../../support/shared';

const COREOS = `# Note we use baseurl= here because using auto-selected mirrors conflicts with
# change detection

[fedora]
name=Fedora $releasever - $basearch
baseurl=https://dl.fedoraproject.org/pub/fedora/linux/releases/$releasever/Everything/$basearch/os/
        https://dl.fedoraproject.org/pub/fedora-secondary/releases/$releasever/Everything/$basearch/os/
#metalink=https://mirrors.fedoraproject.org/metalink?repo=fedora-$releasever&arch=$basearch
enabled=1
#metadata_expire=7d
repo_gpgcheck=0
skip_if_unavailable=False

[fedora-coreos-pool]
name=Fedora CoreOS Pool - $basearch
baseurl=https://kojipkgs.fedoraproject.org/repos-dist/coreos-pool/latest/$basearch/
enabled=0
skip_if_unavailable=True
metadata_expire=6h
priority=5
cost=10
includepkgs=podman*, kernel
  *.noarch
exclude=a b
excludepkgs=c
`;

const only = (body: string) => {
  const { configs, problems } = parseRepoFile(`[r]\nbaseurl=http://h/\n${body}`, 'r.repo');
  return { config: configs[0], problems };
};

describe('parseRepoFile', () => {
  it('reads the sections with their defaults', () => {
    const { configs, problems } = parseRepoFile(COREOS, 'fedora.repo');
    expect(problems).toEqual([]);
    expect(configs).toEqual([
      {
        id: 'fedora',
        name: 'Fedora $releasever - $basearch',
        file: 'fedora.repo',
        line: 3,
        enabled: true,
        baseurl: [
          'https://dl.fedoraproject.org/pub/fedora/linux/releases/$releasever/Everything/$basearch/os/',
          'https://dl.fedoraproject.org/pub/fedora-secondary/releases/$releasever/Everything/$basearch/os/',
        ],
        metalink: undefined,
        mirrorlist: undefined,
        includepkgs: [],
        excludepkgs: [],
        priority: 99,
        cost: 1000,
        skipIfUnavailable: false,
        metadataExpire: undefined,
      },
      {
        id: 'fedora-coreos-pool',
        name: 'Fedora CoreOS Pool - $basearch',
        file: 'fedora.repo',
        line: 13,
        enabled: false,
        baseurl: ['https://kojipkgs.fedoraproject.org/repos-dist/coreos-pool/latest/$basearch/'],
        metalink: undefined,
        mirrorlist: undefined,
        includepkgs: ['podman*', 'kernel', '*.noarch'],
        excludepkgs: ['c', 'a', 'b'],
        priority: 5,
        cost: 10,
        skipIfUnavailable: true,
        metadataExpire: 21_600,
      },
    ]);
  });

  // as libdnf's ConfigRepo takes them
  it.each([
    ['6h', 21_600],
    ['1.5h', 5400],
    ['1m', 60],
    ['7D', 604_800],
    ['0', 0],
    ['.5d', 43_200],
    ['10s', 10],
    ['-1', Number.POSITIVE_INFINITY],
    ['never', Number.POSITIVE_INFINITY],
  ])('metadata_expire=%s', (text, seconds) => {
    expect(only(`metadata_expire=${text}`).config?.metadataExpire).toBe(seconds);
  });

  it.each(['6 h', '-5', '1w', 'NEVER'])('metadata_expire=%s is refused', text => {
    const { config, problems } = only(`metadata_expire=${text}`);
    expect(config?.metadataExpire).toBeUndefined();
    const message = `metadata_expire of [r] is no time (seconds, or a number with s, m, h or d, or never): ${text}`;
    expect(problems).toEqual([{ file: 'r.repo', line: 2, message }]);
  });

  it.each([
    ['1', true],
    ['Yes', true],
    ['TRUE', true],
    ['on', true],
    ['No', false],
    ['oFF', false],
  ])('enabled=%s', (text, enabled) => {
    expect(only(`enabled=${text}`)).toMatchObject({ config: { enabled }, problems: [] });
  });

  it('reports a boolean and a number that are none', () => {
    expect(only('enabled=2\npriority=high').problems.map(({ message }) => message)).toEqual([
      'enabled of [r] is no boolean (1, 0, yes, no, true, false, on, off): 2',
      'priority of [r] is no whole number: high',
    ]);
  });

  it('leaves out schemes it cannot fetch, and says so', () => {
    const { configs, problems } = parseRepoFile('[r]\nbaseurl=ftp://h/ file:///srv/r, http://h/\n', 'r.repo');
    expect(configs[0]?.baseurl).toEqual(['file:///srv/r', 'http://h/']);
    expect(problems).toEqual([
      { file: 'r.repo', line: 1, message: 'baseurl of [r] is no http, https or file URL: ftp://h/' },
    ]);
  });

  it('reports a section that has nowhere to look', () => {
    expect(parseRepoFile('[r]\nname=x\n', 'r.repo').problems).toEqual([
      { file: 'r.repo', line: 0, message: '[r] has no baseurl, metalink or mirrorlist that can be used' },
    ]);
  });

  it('merges a repeated section as libdnf does, and says so', () => {
    const text = '[a]\nbaseurl=http://h/\ncost=1\n[b]\nmirrorlist=http://m/\n[a]\ncost=3\n';
    const { configs, problems } = parseRepoFile(text, 'r.repo');
    expect(configs.map(({ id, cost }) => [id, cost])).toEqual([
      ['a', 3],
      ['b', 1000],
    ]);
    expect(problems).toEqual([
      { file: 'r.repo', line: 5, message: 'section [a] is here twice; what it says here wins over line 1' },
    ]);
  });

  it('skips [main] and ids dnf refuses', () => {
    const { configs, problems } = parseRepoFile('[main]\ngpgcheck=1\n[a b]\nbaseurl=http://h/\n', 'r.repo');
    expect(configs).toEqual([]);
    expect(problems[0]?.message).toBe("'a b' is no repository id: only letters, digits and _ . : - are");
  });

  itShared('reads every real .repo file without a problem', () => {
    const root = shared('data/api/repo');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.repo'));
    expect(files.length).toBe(26);
    for (const name of files) {
      const { configs, problems } = parseRepoFile(readFileSync(join(root, name), 'utf8'), name);
      expect(problems, name).toEqual([]);
      for (const config of configs) expect(config.baseurl.length, `${name} ${config.id}`).toBeGreaterThan(0);
    }
  });
});

it('mergeRepoFiles keeps the first of equal ids', () => {
  const merged = mergeRepoFiles([
    parseRepoFile('[a]\nbaseurl=http://1/\n', 'one.repo'),
    parseRepoFile('[b]\nbaseurl=http://2/\n[a]\nbaseurl=http://3/\n', 'two.repo'),
  ]);
  expect([...merged.configs].map(([id, { baseurl }]) => [id, baseurl[0]])).toEqual([
    ['a', 'http://1/'],
    ['b', 'http://2/'],
  ]);
  expect(merged.problems).toEqual([{ file: 'two.repo', line: 2, message: '[a] is in one.repo already, which counts' }]);
});
