import { describe, expect, it } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import type { ConfigRepo, FileTree } from '../../../server/config-repo/model';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { worktree } from '../../../server/config-repo/worktree';
import { memoryTree } from './memory-tree';
import { tempFolder } from './temp-folder';

const DEFAULTS = { defaultRepositories: ['fedora', 'fedora-updates'] };
const REPO_FILES = {
  'fedora.repo':
    '[fedora]\nbaseurl=https://f.example/$releasever/$basearch/\n[fedora-updates]\nbaseurl=https://u.example/$releasever/$basearch/\n',
  'fedora-coreos-pool.repo': '[fedora-coreos-pool]\nbaseurl=https://pool.example/$basearch/\n',
  'riscv.repo': '[fedora-riscv]\nbaseurl=https://riscv.example/\n',
};

/** The layout of 2024: everything in manifest.yaml. */
const DEVEL = {
  ...REPO_FILES,
  'manifest.yaml':
    'variables:\n  stream: testing-devel\n  prod: false\nreleasever: 40\nrepos:\n  - fedora-updates\n  - fedora\ninclude: manifests/fcos.yaml\n',
  'manifests/fcos.yaml':
    'include: kernel.yaml\nlockfile-repos:\n- fedora-coreos-pool\npackages:\n- nano nano-default-editor\n',
  'manifests/kernel.yaml': 'packages: [kernel]\npackages-s390x: [s390utils-base]\n',
  'manifest-lock.x86_64.json': '{"packages": {}}',
  'manifest-lock.s390x.json': '{"packages": {}}',
  'manifest-lock.overrides.yaml': 'packages: {}\n',
};

function ids(repos: ReturnType<ConfigRepo['repos']>): string[] {
  return repos.map(repo => repo.id);
}

describe('loadConfigRepo', () => {
  it('reads a development branch of the 2024 layout', async () => {
    const repo = await loadConfigRepo(memoryTree(DEVEL), DEFAULTS);
    expect(repo).toMatchObject({
      stream: 'testing-devel',
      releasever: '40',
      basearches: ['x86_64', 's390x'],
      problems: [],
    });
    expect(ids(repo.repos('x86_64'))).toEqual(['fedora-updates', 'fedora']);
    expect(ids(repo.pool('s390x'))).toEqual(['fedora-coreos-pool']);
    expect(repo.treefile('s390x').packages.map(item => item.name)).toEqual([
      'nano',
      'nano-default-editor',
      'kernel',
      's390utils-base',
    ]);
    expect(repo.treefile('x86_64')).toBe(repo.treefile('x86_64'));
    expect(repo.lockfiles.map(ref => ref.path)).toEqual([
      'manifest-lock.overrides.yaml',
      'manifest-lock.s390x.json',
      'manifest-lock.x86_64.json',
    ]);
    expect([...repo.sources].sort()).toEqual([
      'fedora-coreos-pool.repo',
      'fedora.repo',
      'manifest.yaml',
      'manifests/fcos.yaml',
      'manifests/kernel.yaml',
      'riscv.repo',
    ]);
  });

  it('gives a production branch without repos the default ones, as far as they are defined', async () => {
    const tree = memoryTree({
      ...DEVEL,
      'manifest.yaml': 'variables: {stream: stable, prod: true}\nreleasever: 40\ninclude: manifests/fcos.yaml\n',
    });
    const repo = await loadConfigRepo(tree, { defaultRepositories: ['fedora', 'nowhere', 'fedora-updates'] });
    expect(repo).toMatchObject({ stream: 'stable', problems: [] });
    expect(repo.treefile('x86_64').repos).toEqual([]);
    expect(ids(repo.repos('x86_64'))).toEqual(['fedora', 'fedora-updates']);
  });

  it('reads the layout of 2026: build arguments, repositories by basearch', async () => {
    const repo = await loadConfigRepo(
      memoryTree({
        ...REPO_FILES,
        'build-args.conf': 'ID=fedora\nSTREAM=testing-devel\nVERSION=43\nMANIFEST=manifest.yaml\n',
        'manifest.yaml':
          'conditional-include:\n- if: basearch != "riscv64"\n  include:\n    repos: [fedora, fedora-updates]\n- if: basearch == "riscv64"\n  include:\n    repos: [fedora-riscv]\ninclude: manifests/fcos.yaml\n',
        'manifests/fcos.yaml':
          'conditional-include:\n- if: [deriving == true, osversion == "fedora-43", id == "fedora", releasever >= 43]\n  include: {lockfile-repos: [fedora-coreos-pool], packages: [zincati]}\n',
        'manifest-lock.x86_64.json': '{"packages": {}}',
      }),
      DEFAULTS,
    );
    expect(repo).toMatchObject({ stream: 'testing-devel', releasever: '43', problems: [] });
    expect(ids(repo.repos('aarch64'))).toEqual(['fedora', 'fedora-updates']);
    expect(ids(repo.repos('riscv64'))).toEqual(['fedora-riscv']);
    expect(ids(repo.pool('riscv64'))).toEqual(['fedora-coreos-pool']);
    expect(repo.treefile('x86_64').packages.map(item => item.name)).toEqual(['zincati']);
    expect(repo.sources).toContain('build-args.conf');
  });

  it('reads a derivative: links into a submodule, overrides in overlay/, a variant as manifest.yaml', async () => {
    const root = tempFolder(
      {
        'manifest-kvm.yaml': 'include: fedora-coreos-config/manifests/base.yaml\nreleasever: 41\nrepos: [fedora]\n',
        'overlay/manifest-lock.overrides.x86_64.yaml': 'packages: {}\n',
        'fedora-coreos-config/manifest.yaml': 'releasever: 40\n',
        'fedora-coreos-config/manifests/base.yaml': 'packages: [kernel]\n',
        'fedora-coreos-config/manifest-lock.x86_64.json': '{"packages": {}}',
        'fedora-coreos-config/fedora.repo': REPO_FILES['fedora.repo'],
      },
      {
        'manifest.yaml': 'manifest-kvm.yaml',
        'fedora.repo': 'fedora-coreos-config/fedora.repo',
        'manifest-lock.x86_64.json': 'fedora-coreos-config/manifest-lock.x86_64.json',
      },
    );
    const repo = await loadConfigRepo(worktree(root), DEFAULTS);
    expect(repo).toMatchObject({ stream: undefined, releasever: '41', basearches: ['x86_64'], problems: [] });
    expect(repo.lockfiles.map(ref => ref.path)).toEqual([
      'manifest-lock.x86_64.json',
      'overlay/manifest-lock.overrides.x86_64.yaml',
    ]);
    expect(ids(repo.repos('x86_64'))).toEqual(['fedora']);
    expect(repo.treefile('x86_64').packages.map(item => item.path)).toEqual([
      'fedora-coreos-config/manifests/base.yaml',
    ]);
  });

  it('puts repovars into the repositories', async () => {
    const tree = memoryTree({
      'manifest.yaml': 'releasever: 9\nrepovars: {mirror: m.example}\nrepos: [r]\n',
      'r.repo': '[r]\nbaseurl=https://$mirror/$releasever/\n',
    });
    const repo = await loadConfigRepo(tree, DEFAULTS);
    expect(repo.repos('x86_64')[0]?.baseurl).toEqual(['https://m.example/$releasever/']);
    expect(repo.repoConfigs.get('r')?.baseurl).toEqual(['https://$mirror/$releasever/']);
  });

  it('reads lockfiles without anything around them', async () => {
    const repo = await loadConfigRepo(memoryTree({ 'manifest-lock.overrides.yaml': 'packages: {}\n' }), DEFAULTS);
    expect(repo).toMatchObject({ stream: undefined, releasever: undefined, problems: [], sources: [] });
    expect(repo.basearches).toEqual(['x86_64', 'aarch64', 'ppc64le', 's390x']);
    expect(repo.repos('x86_64')).toEqual([]);
  });

  it('collects what is wrong, once for all basearches, and reads the rest', async () => {
    const text = 'include: [gone.yaml, b.yaml]\nrepos: [fedora, secret]\n';
    const repo = await loadConfigRepo(
      memoryTree({ ...REPO_FILES, 'manifest.yaml': text, 'b.yaml': 'packages: [kernel]' }),
      DEFAULTS,
    );
    expect(
      repo.problems.map(({ path, span, severity, message }) => [
        path,
        text.slice(span?.start, span?.end),
        severity,
        message,
      ]),
    ).toEqual([
      ['manifest.yaml', 'gone.yaml', undefined, 'gone.yaml is not there.'],
      [
        'manifest.yaml',
        'secret',
        'info',
        "No .repo file defines the repository 'secret': what it has is not known here.",
      ],
      [
        'manifest.yaml',
        text,
        undefined,
        "No release version: neither VERSION in build-args.conf nor 'releasever' in the manifest says it, and the repository 'fedora' needs it.",
      ],
    ]);
    expect(repo.treefile('s390x').packages.map(item => item.name)).toEqual(['kernel']);
    expect(ids(repo.repos('s390x'))).toEqual(['fedora']);
  });

  it("reads the repository's own file, and looks into its repositories after the manifest's", async () => {
    const text = 'rules: {graduated: off, gradated: info}\nrepositories: [fedora-riscv, fedora, nowhere]\n';
    const options = { ...DEFAULTS, ruleCodes: ['graduated'] };
    const repo = await loadConfigRepo(memoryTree({ ...DEVEL, '.manifest-lock.yaml': text }), options);
    expect(repo.settings.severity).toEqual({ graduated: 'off' });
    expect(ids(repo.repos('x86_64'))).toEqual(['fedora-updates', 'fedora', 'fedora-riscv']);
    expect(repo.sources).toContain('.manifest-lock.yaml');
    expect(repo.problems.map(({ path, span, message }) => [path, text.slice(span?.start, span?.end), message])).toEqual(
      [
        ['.manifest-lock.yaml', 'gradated', "No rule has the code 'gradated'. Did you mean 'graduated'?"],
        ['.manifest-lock.yaml', 'nowhere', "No .repo file defines the repository 'nowhere'."],
      ],
    );
  });

  it('says that its own file cannot be read, and takes the defaults', async () => {
    const tree = memoryTree(DEVEL);
    const read: FileTree['read'] = async path => {
      if (path === '.manifest-lock.yaml') throw new Error('cannot read .manifest-lock.yaml: EACCES');
      return tree.read(path);
    };
    const repo = await loadConfigRepo({ ...tree, read }, DEFAULTS);
    expect(repo.settings).toEqual(DEFAULT_REPO_SETTINGS);
    expect(repo.problems).toEqual([
      { path: '.manifest-lock.yaml', span: undefined, message: 'cannot read .manifest-lock.yaml: EACCES' },
    ]);
    expect(repo.sources).toContain('.manifest-lock.yaml');
  });
});
