/** Real config repositories. The expected facts were read off the branches with PyYAML and rpm-ostree's documented merge. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { loadConfigRepo } from '../../../server/config-repo/load';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { worktree } from '../../../server/config-repo/worktree';
import { describeShared, itShared, shared } from '../../support/shared';
import { tempFolder } from './temp-folder';

const OPTIONS = { defaultRepositories: ['fedora', 'fedora-updates'] };
const FOUR = ['x86_64', 'aarch64', 'ppc64le', 's390x'];

function names(repo: ConfigRepo, arch: string): string[] {
  return repo.treefile(arch).packages.map(item => item.name);
}

describeShared('Fedora CoreOS, October 2024', () => {
  let clone = '';
  beforeAll(() => {
    clone = mkdtempSync(join(tmpdir(), 'manifest-lock-clone-'));
    execFileSync('git', ['clone', '-q', '--bare', shared('data/config-2024.bundle'), clone], { stdio: 'pipe' });
  });
  afterAll(() => rmSync(clone, { recursive: true, force: true }));

  const F40 = [146, 144, 143, 139];
  const F41 = [141, 139, 138, 134];
  const BRANCHES: [string, string, string[], string[], number[], number][] = [
    ['stable', '40', [], ['fedora', 'fedora-updates'], F40, 5],
    ['testing', '40', [], ['fedora', 'fedora-updates'], F40, 5],
    ['testing-devel', '40', ['fedora', 'fedora-updates'], ['fedora', 'fedora-updates'], F40, 5],
    ['next', '41', [], ['fedora', 'fedora-updates'], F41, 8],
    [
      'next-devel',
      '41',
      ['fedora-next', 'fedora-next-updates', 'fedora-candidate-compose'],
      ['fedora-next', 'fedora-next-updates', 'fedora-candidate-compose'],
      F41,
      8,
    ],
    ['branched', '41', ['fedora-next', 'fedora-next-updates'], ['fedora-next', 'fedora-next-updates'], F41, 1],
    ['rawhide', '42', ['fedora-rawhide'], ['fedora-rawhide'], F41.map(count => count + 1), 1],
  ];
  for (const [branch, releasever, manifestRepos, repos, counts, lockfiles] of BRANCHES) {
    itShared(branch, async () => {
      const root = tempFolder({});
      execFileSync('git', ['--git-dir', clone, '--work-tree', root, 'checkout', '-q', '-f', branch, '--', '.']);
      const repo = await loadConfigRepo(worktree(root), OPTIONS);
      expect(repo).toMatchObject({ stream: branch, releasever, basearches: FOUR, problems: [] });
      expect(repo.lockfiles).toHaveLength(lockfiles);
      expect(repo.repoConfigs.size).toBe(11);
      expect(FOUR.map(arch => names(repo, arch).length)).toEqual(counts);
      for (const arch of FOUR) {
        expect(repo.treefile(arch).repos).toEqual(manifestRepos);
        expect(repo.repos(arch).map(config => config.id)).toEqual(repos);
        expect(repo.pool(arch).map(config => config.id)).toEqual(['fedora-coreos-pool']);
      }
      expect(names(repo, 'x86_64').includes('bootc')).toBe(branch === 'rawhide');
      expect(names(repo, 'x86_64').includes('dnf5')).toBe(releasever !== '40');
      expect(names(repo, 's390x')).toContain('/usr/sbin/zipl');
      expect(names(repo, 'x86_64')).toContain('nano-default-editor');
    });
  }
});

describeShared('layouts of 2026', () => {
  itShared('Fedora CoreOS testing-devel: stream in build-args.conf, other repositories for riscv64', async () => {
    const root = tempFolder({
      'manifests/fedora-coreos.yaml': 'lockfile-repos: [fedora-coreos-pool]\npackages: [zincati]\n',
    });
    cpSync(shared('data/api/repo/fcos-testing-devel-2026-04'), root, { recursive: true });
    const repo = await loadConfigRepo(worktree(root), OPTIONS);
    expect(repo).toMatchObject({ stream: 'testing-devel', releasever: '43', basearches: FOUR, problems: [] });
    expect(repo.repos('x86_64').map(config => config.id)).toEqual(['fedora', 'fedora-updates']);
    expect(repo.repos('riscv64').map(config => config.id)).toEqual([
      'fedora-riscv',
      'fedora-riscv-staging',
      'fedora-riscv-koji',
    ]);
    expect(repo.repoConfigs.size).toBe(19);
    expect(repo.treefile('x86_64').variables).toEqual({
      deriving: true,
      id: 'fedora',
      stream: 'testing-devel',
      osversion: 'fedora-43',
      releasever: 43,
      basearch: 'x86_64',
    });
  });

  const VARIANTS: [string | undefined, string, string, string, string[], number, string[], string[]][] = [
    ['c9s', 'c9s', '9', 'centos-9', ['c9s-baseos', 'c9s-appstream', 'c9s-extras-common'], 3, ['adcli'], ['sos']],
    ['c10s', 'c10s', '10', 'centos-10', ['c10s-baseos', 'c10s-appstream', 'c10s-extras-common'], 3, ['sos'], ['adcli']],
    [
      undefined,
      'rhel-9.8',
      '9',
      'rhel-9.8',
      ['rhel-9.8-baseos', 'rhel-9.8-appstream', 'rhel-9.8-early-kernel'],
      0,
      ['adcli', 'redhat-release'],
      ['sos'],
    ],
  ];
  for (const [variant, stream, releasever, osversion, repos, defined, has, lacks] of VARIANTS) {
    itShared(`RHEL CoreOS, variant ${variant ?? 'by link'}`, async () => {
      const tree = worktree(shared('data/api/repo/rhel-coreos-config'));
      const repo = await loadConfigRepo(tree, { ...OPTIONS, variant });
      expect(repo).toMatchObject({ stream, releasever });
      const treefile = repo.treefile('x86_64');
      expect(treefile.variables).toMatchObject({ osversion });
      expect(treefile.repos).toEqual(repos);
      expect(repo.repos('x86_64').map(config => config.id)).toEqual(repos.slice(0, defined));
      expect(names(repo, 'x86_64')).toEqual(
        expect.arrayContaining(['rsync', 'tmux', 'dnf-command(versionlock)', 'numad', ...has]),
      );
      expect(names(repo, 's390x')).not.toContain('numad');
      for (const name of lacks) expect(names(repo, 'x86_64')).not.toContain(name);
      // What is not part of the sample, and the repositories that only Red Hat's builds have
      const missing = [
        'fedora-coreos-config/manifests/shared-el.yaml',
        'packages-rhcos.yaml',
        'packages-overrides.yaml',
      ];
      expect(repo.problems.filter(problem => !problem.severity).map(problem => problem.message)).toEqual(
        missing.map(path => `${path} is not there.`),
      );
      expect(repo.problems.filter(problem => problem.severity === 'info')).toHaveLength(3 - defined);
    });
  }
});
