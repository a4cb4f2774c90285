/** What went wrong in promotions that people made, and in what is lost by one: the comparison shows it (mistakes 18 and 21). */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StreamDiff } from '../../../../server/operations/diff/diff';
import { diffSides } from '../../../../server/operations/diff/diff-sides';
import { failing } from '../../../../server/operations/diff/only-kinds';
import { runGit } from '../../../support/git';
import { describeShared, shared } from '../../../support/shared';
import { side } from '../../../support/sides';
import { ComparedHistory } from './history';

const ALL = 'x86_64 aarch64 ppc64le s390x';

function downgrades({ changes }: StreamDiff): string[] {
  return changes
    .filter(({ kind }) => kind === 'downgraded')
    .map(({ name, arches }) => {
      const [first] = arches.values();
      return `${name} ${first?.from?.evr} -> ${first?.to?.evr} on ${[...arches.keys()].join(' ')}`;
    });
}

function lost({ overrides }: StreamDiff): string[] {
  return overrides
    .filter(({ kind }) => kind === 'lost')
    .map(({ name, effect, arches, from, to }) => `${name} ${from?.evr} -> ${to?.evr} ${effect} on ${arches.join(' ')}`);
}

describeShared('known events', () => {
  let history: ComparedHistory;
  beforeAll(async () => {
    history = await ComparedHistory.open();
  });
  afterAll(() => history.close());

  const promotion = async (original: string): Promise<StreamDiff> => {
    const commit = history.from(original);
    return history.diff(`${commit}^`, commit);
  };

  it('row 21: grub2 goes back on next (c3057a7f), and two overrides are lost', async () => {
    const diff = await promotion('c3057a7f');
    const three = 'x86_64 aarch64 ppc64le';
    const back = (name: string, arches: string) => `${name} 1:2.06-97.fc38 -> 1:2.06-95.fc39 on ${arches}`;
    expect(downgrades(diff)).toEqual([
      back('grub2-common', three),
      back('grub2-efi-aa64', 'aarch64'),
      back('grub2-efi-x64', 'x86_64'),
      back('grub2-pc', 'x86_64'),
      back('grub2-pc-modules', 'x86_64'),
      back('grub2-ppc64le', 'ppc64le'),
      back('grub2-ppc64le-modules', 'ppc64le'),
      back('grub2-tools', three),
      back('grub2-tools-minimal', three),
    ]);
    expect(lost(diff)).toEqual([
      ...['kernel', 'kernel-core', 'kernel-modules', 'kernel-modules-core'].map(
        name => `${name} 6.4.15-200.fc38 -> 6.5.3-300.fc39 upgraded on ${ALL}`,
      ),
      `moby-engine 20.10.23-1.fc38 -> 24.0.5-1.fc39 upgraded on ${ALL}`,
    ]);
    // a pin held Docker back; the kernel was a fast-track
    expect(failing(diff, ['override-lost']).get('override-lost')).toEqual(['moby-engine']);
  });

  it('row 21: libpcap goes back on next (fd26f210)', async () => {
    const diff = await promotion('fd26f210');
    expect(downgrades(diff)).toEqual([`libpcap 14:1.10.5-1.fc40 -> 14:1.10.4-5.fc41 on ${ALL}`]);
    expect(lost(diff)).toEqual([]);
  });

  it('row 18: the pin of selinux-policy that stable got (47be5f3c) is lost with what testing has', async () => {
    const commit = history.from('47be5f3c');
    const names = ['selinux-policy', 'selinux-policy-targeted'];
    const pinned = await history.diff(`${commit}^`, commit);
    expect(downgrades(pinned)).toEqual(names.map(name => `${name} 40.23-1.fc40 -> 40.20-1.fc40 on ${ALL}`));
    expect(pinned.overrides.map(({ name, kind }) => `${name} ${kind}`)).toEqual(names.map(name => `${name} gained`));

    const time = runGit(history.folder, ['show', '--no-patch', '--format=%ct', commit]);
    const testing = runGit(history.folder, ['rev-list', '-1', '--first-parent', `--before=${time}`, 'testing']);
    const diff = await history.diff(commit, testing);
    expect(lost(diff)).toEqual(names.map(name => `${name} 40.20-1.fc40 -> 40.23-1.fc40 upgraded on ${ALL}`));
    expect(failing(diff, ['override-lost']).get('override-lost')).toEqual(names);
  });

  it('row 21: slirp4netns goes back on testing (59c10404)', () => {
    // Fedora 31 to 32, from before the time of the bundle; the base lock is testing-devel's of three days before
    const text = (path: string) => readFileSync(shared(`data/lockfiles/${path}`), 'utf8');
    const at = (label: string, base: string, overrides: string) =>
      side(label, {
        'manifest-lock.x86_64.json': text(`base/${base}.json`),
        'manifest-lock.overrides.x86_64.yaml': text(`overrides/${overrides}.yaml`),
      });
    const diff = diffSides(
      at('before', '795dde9d8bd3940a098770c30b77c1c813f3090d', 'e51e7943746177842268e7378dfe9e78c0a021ef'),
      at('after', 'f0e8ad6b6b845bf245975c1a74359f4177a07fdc', '75ca18bf97a4d17a8996d6a3fcfc338ecfb48d86'),
    );
    expect(downgrades(diff)).toEqual(['slirp4netns 1.0.1-1.fc31 -> 1.0.0-1.fc32 on x86_64']);
  });
});
