import { describe, expect, it } from 'vitest';
import { notInBaseLock } from '../../../server/rules/not-in-base-lock';
import { availability, repository } from '../../support/availability';
import { baseLock, findings, lines, OVERRIDES, type Surroundings, X86_64_BASE } from './support';

const LOCK = baseLock({
  bash: '5.2.26-3.fc40.x86_64',
  'iptables-nft': '1.8.10-7.fc40.x86_64',
  'shim-x64': '15.8-3.x86_64',
});
const check = (packages: readonly string[], around: Surroundings = {}, text = LOCK) =>
  lines(notInBaseLock, X86_64_BASE, text, { files: {}, packages, ...around });

describe('not-in-base-lock', () => {
  it('reports a package that was added to the manifest alone: kdump-utils, September 2024', () => {
    expect(check(['bash', 'kdump-utils'])).toEqual([
      'warning 2:3-2:13 manifest.yaml names kdump-utils, which no lockfile locks: a strict build for x86_64 fails, another one takes what the repositories have. Bump the lockfiles or add an override.',
    ]);
    const [finding] = findings(notInBaseLock, X86_64_BASE, LOCK, { files: {}, packages: ['kdump-utils'] });
    expect(finding?.package).toBe('kdump-utils');
    expect(finding?.related).toEqual([
      { path: 'manifest.yaml', span: { start: 0, end: 0 }, message: 'kdump-utils is named here' },
    ]);
  });

  it('says nothing of what an override locks', () => {
    const files = { [OVERRIDES]: 'packages:\n  kdump-utils:\n    evr: 1.0.42-7.fc40\n' };
    expect(check(['kdump-utils'], { files })).toEqual([]);
  });

  it.each([
    'iptables',
    'shim',
    '/usr/sbin/zipl',
    'glibc-lang*',
    '@core',
    'bash >= 5',
    '(bash or zsh)',
    'bash.x86_64',
    'bash-5.2.26',
    'bash-5.2.26-3.fc40',
  ])('says nothing of %s', name => {
    expect(check([name])).toEqual([]);
  });

  it('takes the name of a source for one that its packages provide', () => {
    const text = JSON.stringify({
      packages: { 'amd-gpu-firmware': { evra: '1-1.noarch', metadata: { sourcerpm: 'linux-firmware' } } },
    });
    expect(check(['linux-firmware'], {}, text)).toEqual([]);
  });

  it('says nothing of names that known repositories have no package of', () => {
    const known = (name: string, status: 'ready' | 'failed') => ({
      availability: [availability('x86_64', [repository({ id: 'fedora', status }, [[name, '1-1.fc40', 'x86_64']])])],
    });
    expect(check(['webclient'], known('curl', 'ready'))).toEqual([]);
    expect(check(['webclient'], known('curl', 'failed'))).toHaveLength(1);
    expect(check(['webclient'], known('webclient', 'ready'))).toHaveLength(1);
  });

  it('reports many as one', () => {
    const packages = ['acl', 'attr', 'audit', 'avahi', 'bind', 'bolt', 'bubblewrap', 'chrony', 'crun'];
    expect(check(packages.slice(1))).toHaveLength(8);
    expect(check(packages)).toEqual([
      'warning 2:3-2:13 The manifest names 9 packages that no lockfile locks (acl, attr, audit, avahi, ...): a strict build for x86_64 fails, another one takes what the repositories have. Bump the lockfiles or add an override.',
    ]);
  });

  it('is silent without a repository, without base locks, on empty and broken ones, and in overrides', () => {
    expect(lines(notInBaseLock, X86_64_BASE, LOCK)).toEqual([]);
    expect(
      lines(notInBaseLock, OVERRIDES, 'packages:\n  bash:\n    evr: 5-1\n', { files: {}, packages: ['crun'] }),
    ).toEqual([]);
    expect(check(['crun'], {}, '{"packages": {}}')).toEqual([]);
    expect(check(['crun'], {}, `${LOCK},`)).toEqual([]);
  });
});
