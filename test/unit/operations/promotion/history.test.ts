/** The promotions of a real config repository (2023-06 to 2024-10), made once more from what their messages name. */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rememberParse } from '../../../../server/config-repo/remember-parse';
import { DEFAULT_REPO_SETTINGS } from '../../../../server/config-repo/repo-settings';
import { type GitRepository, isAbsent } from '../../../../server/git/git';
import { openGit } from '../../../../server/git/open-git';
import { openGitWriter } from '../../../../server/git/open-git-writer';
import { parseLockfile } from '../../../../server/lockfile/parse';
import { planPromotion } from '../../../../server/operations/promotion/plan-promotion';
import type { Promotion } from '../../../../server/operations/promotion/promotion';
import { lossFares } from '../../../../server/operations/promotion/promotion-words';
import { emptyFolder, gitEnvironment, runGit } from '../../../support/git';
import { describeShared, shared } from '../../../support/shared';
import { plan as planIn, streams } from './support';

interface Past {
  /** Of the promotion itself. */
  readonly commit: string;
  readonly target: string;
  readonly source: string;
  /** What its message names, or where the bundle has not got that the newest commit of the source's branch at the time. */
  readonly taken: string;
}

describeShared('promotions of history', () => {
  let folder = '';
  let git: GitRepository;
  /** Our commits by what upstream calls them: the message says `(from ORIGINAL)`. */
  const byOriginal = new Map<string, string>();
  const asked = (...args: string[]) => runGit(folder, args);
  const parse = rememberParse(parseLockfile);

  beforeAll(async () => {
    folder = join(emptyFolder(), 'bare');
    runGit('/', ['clone', '--quiet', '--bare', shared('data/config-2024.bundle'), folder]);
    const found = await openGit({ environment: gitEnvironment() })(folder);
    if (isAbsent(found)) throw new Error(found.message);
    git = found;
    for (const one of asked('log', '--all', '--format=%H %B%x00').split('\0')) {
      const [, commit = '', original = ''] = /^\s*(\w+).*\(from (\w{40})\)/s.exec(one) ?? [];
      byOriginal.set(original, commit);
    }
  });
  afterAll(() => {
    git.close();
    rmSync(dirname(folder), { recursive: true, force: true });
  });

  const ours = (original: string): string => {
    const [, commit] = [...byOriginal].find(([id]) => id.startsWith(original)) ?? [];
    if (commit === undefined) throw new Error(`no commit is from ${original}`);
    return commit;
  };

  const past = (): Past[] =>
    ['testing', 'stable', 'next'].flatMap(target =>
      asked('log', '--first-parent', '--min-parents=1', '--format=%H %ct %s', target)
        .split('\n')
        .flatMap(line => {
          const [, commit = '', time, source = '', named = ''] =
            /^(\w+) (\d+) tree: promote changes from (\S+) at (\w{40})$/.exec(line) ?? [];
          if (time === undefined) return [];
          const newest = () => asked('rev-list', '-1', '--first-parent', `--before=${time}`, source);
          return [{ commit, target, source, taken: byOriginal.get(named) ?? newest() }];
        }),
    );

  const plan = (from: string, to: string, preview: boolean): Promise<Promotion> =>
    planPromotion({
      ...{ git, from, to, preview, parse, targets: [], policies: DEFAULT_REPO_SETTINGS.streams },
      // testing takes next's tree when it moves to a new release
      anySource: true,
    });

  const lockfiles = (commit: string): string[] =>
    asked('ls-tree', '-r', commit)
      .split('\n')
      .filter(line => line.includes('\tmanifest-lock'));

  it('have the same lockfiles, all of them', async () => {
    const all = past();
    const tips = new Map(['testing', 'stable', 'next'].map(name => [name, asked('rev-parse', name)] as const));
    const differing: string[] = [];
    const titles = new Set<string>();
    for (const { commit, target, source, taken } of all) {
      asked('update-ref', `refs/heads/${target}`, `${commit}^`);
      const planned = await plan(taken, target, false);
      if (!planned.commit) throw new Error(`${commit}: ${planned.refused}`);
      const [made] = await openGitWriter({ environment: gitEnvironment() })(folder).commit([planned.commit]);
      const id = made?.commit ?? '';
      if (lockfiles(id).join() !== lockfiles(commit).join()) differing.push(`${commit} on ${target}`);
      titles.add(asked('log', '-1', '--format=%s', id).replace(taken, 'ID').replace(source, 'SOURCE'));
      asked('update-ref', `refs/heads/${target}`, tips.get(target) ?? '');
    }
    expect(differing).toEqual([]);
    expect(all.length).toBe(121);
    expect([...titles]).toEqual(['tree: promote changes from SOURCE at ID']);
  }, 240_000);

  it('are warned of where the manifest stays behind the packages, and nowhere else', async () => {
    const warned: string[] = [];
    for (const { commit, taken } of past()) {
      const { warnings } = await plan(taken, `${commit}^`, true);
      const told = warnings.filter(warning => !warning.endsWith('is not promoted to testing: testing-devel is'));
      warned.push(...told.map(warning => `${commit}: ${warning}`));
    }
    // "Move to Fedora Linux 39", 40 and 41 came right after five of them, and before two
    const releasever = (commit: string) => /^releasever: (\d+)$/m.exec(asked('show', `${commit}:manifest.yaml`))?.[1];
    const behind = past().filter(({ commit, taken }) => releasever(commit) !== releasever(taken));
    expect(behind.length).toBe(5);
    expect(warned.map(line => line.split(':', 1)[0])).toEqual(behind.map(({ commit }) => commit));
    for (const line of warned) {
      expect(line).toMatch(
        /manifest\.yaml stays that of .* and says releasever (38|39|40), but .* are of (39|40|41): /,
      );
    }
  }, 120_000);

  const downgrades = async (original: string) => {
    const found = past().find(({ commit }) => commit === ours(original));
    if (!found) throw new Error(`${original} is no promotion`);
    const promotion = await plan(found.taken, `${found.commit}^`, true);
    return promotion.downgrades.map(({ change: { name, arches }, reason }) => {
      const [first] = arches.values();
      return [name, `${first?.from?.evr} -> ${first?.to?.evr}`, [...arches.keys()].join(' '), reason];
    });
  };

  // row 18 of the mistakes: pull request 3066, once more what 3062 had picked
  it('lose the pin of selinux-policy on stable', async () => {
    const promotion = await plan(
      asked('rev-list', '-1', '--before=2024-07-10T00:00:00Z', 'testing'),
      ours('47be5f3c'),
      true,
    );
    const names = promotion.overrides.map(({ name, kind, from, to }) => [name, kind, from?.evr, to?.evr]);
    expect(names).toEqual([
      ['selinux-policy', 'lost', '40.20-1.fc40', '40.23-1.fc40'],
      ['selinux-policy-targeted', 'lost', '40.20-1.fc40', '40.23-1.fc40'],
    ]);
    expect(lossFares(promotion)).toEqual([
      {
        name: 'selinux-policy (selinux-policy and selinux-policy-targeted)',
        what: '40.20-1.fc40 -> 40.23-1.fc40',
        why: { type: 'pin', texts: ['https://github.com/coreos/fedora-coreos-tracker/issues/1758'] },
      },
    ]);
  });

  // row 21
  it('take grub2 back on next, and libpcap', async () => {
    const everywhere = 'x86_64 aarch64 ppc64le';
    const arches = {
      'grub2-common': everywhere,
      'grub2-efi-aa64': 'aarch64',
      'grub2-efi-x64': 'x86_64',
      'grub2-pc': 'x86_64',
      'grub2-pc-modules': 'x86_64',
      'grub2-ppc64le': 'ppc64le',
      'grub2-ppc64le-modules': 'ppc64le',
      'grub2-tools': everywhere,
      'grub2-tools-minimal': everywhere,
    };
    expect(await downgrades('c3057a7f')).toEqual(
      Object.entries(arches).map(([name, on]) => [name, '1:2.06-97.fc38 -> 1:2.06-95.fc39', on, undefined]),
    );
    expect(await downgrades('fd26f210')).toEqual([
      ['libpcap', '14:1.10.5-1.fc40 -> 14:1.10.4-5.fc41', 'x86_64 aarch64 ppc64le s390x', undefined],
    ]);
  });

  // pull requests 3063 and 3064
  it.each(['c2d9a336', 'ad8b2a55'])('take selinux-policy back because a pin says so: %s', async original => {
    const pinned = 'https://github.com/coreos/fedora-coreos-tracker/issues/1758';
    expect(await downgrades(original)).toEqual(
      ['selinux-policy', 'selinux-policy-targeted'].map(name => [
        ...[name, '40.23-1.fc40 -> 40.20-1.fc40', 'x86_64 aarch64 ppc64le s390x', pinned],
      ]),
    );
  });

  // row 21: Fedora 31 to 32, from before the time of the bundle; the base lock is testing-devel's of three days before
  it('take slirp4netns back on testing: 59c10404', async () => {
    const text = (path: string) => readFileSync(shared(`data/lockfiles/${path}`), 'utf8');
    const files = (base: string, overrides: string) => ({
      'manifest-lock.x86_64.json': text(`base/${base}.json`),
      'manifest-lock.overrides.x86_64.yaml': text(`overrides/${overrides}.yaml`),
    });
    const made = streams();
    const before = ['795dde9d8bd3940a098770c30b77c1c813f3090d', 'e51e7943746177842268e7378dfe9e78c0a021ef'] as const;
    const source = ['f0e8ad6b6b845bf245975c1a74359f4177a07fdc', '75ca18bf97a4d17a8996d6a3fcfc338ecfb48d86'] as const;
    made.stream('testing', files(...before));
    made.stream('testing-devel', files(...source));
    const promotion = await planIn(made.folder, 'testing-devel', 'testing');
    expect(promotion.downgrades.map(({ change: { name, arches } }) => [name, arches.get('x86_64')?.to?.evr])).toEqual([
      ['slirp4netns', '1.0.0-1.fc32'],
    ]);
    expect(promotion.downgrades[0]?.reason).toBeUndefined();
  });
});
