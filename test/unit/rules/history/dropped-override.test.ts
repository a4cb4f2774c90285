import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyEdits } from '../../../../server/lockfile/edits';
import { droppedOverride } from '../../../../server/rules/dropped-override';
import { describeShared, shared } from '../../../support/shared';
import { baseLock, findings, fixed, OVERRIDES, X86_64_BASE, X86_64_OVERRIDES } from '../support';
import { History } from './history';

/** Expectations: effective sets of the commit and its parent, compared by librpm's labelCompare. */
describeShared('dropped-override in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  it.each([
    ['b35adec0', ['rpm-ostree 2024.4-6.fc39', 'rpm-ostree-libs 2024.4-6.fc39'], '2024.4-3.fc39'],
    ['7bde417b', glibc('2.37-10.fc38'), '2.37-5.fc38'],
    ['c5775573', ['podman 5:4.7.0-1.fc38', 'podman-plugins 5:4.7.0-1.fc38'], '5:4.6.2-3.fc38'],
    ['51383d3e', glibc('2.39-8.fc40'), '2.39-6.fc40'],
    ['020725ad', ['rpm-ostree 2024.4-5.fc40', 'rpm-ostree-libs 2024.4-5.fc40'], '2024.4-3.fc40'],
    ['c90860c9', ['libnvme 1.6-2.fc39'], '1.6-1.fc39'],
    ['abb0eef1', glibc('2.38-6.fc39'), '2.38-4.fc39'],
    ['44da178f', ['ignition 2.16.1-1.fc38'], '2.15.0-3.fc38'],
  ])('%s dropped before the base locks had caught up', async (commit, dropped, base) => {
    const found = await history.in(droppedOverride, commit);
    expect(found.map(({ path, finding: { message } }) => [path, message.replace(/ \(.*/s, '')])).toEqual(
      dropped.map(text => [OVERRIDES, text]),
    );
    for (const { finding } of found) expect(finding.message).toContain(` still have ${base}, so it is downgraded.`);
  });

  it('restores what e2cc7202 dropped, with the bytes of the commit before', async () => {
    const commit = history.from('e2cc7202');
    const [first] = await history.at(droppedOverride, commit);
    const all = first?.finding.fixes?.find(({ title }) => title === 'Restore all 3 dropped overrides');
    expect(all?.edits.map(({ path }) => path)).toEqual([OVERRIDES]);
    expect(applyEdits(history.text(commit, OVERRIDES), all?.edits[0]?.edits ?? [])).toBe(
      history.text(`${commit}^`, OVERRIDES),
    );
  });

  it.each([
    // half of these fast-tracks were ahead of nothing any more, or never were on these basearches
    ['c4f87229', 'bootupd, which only some basearches lock'],
    ['4fe81fa8', 'firmware that no base lock has'],
    ['0110a724', 'the files of all basearches, caught up'],
    ['2be247d1', 'a pin of ostree that held it back'],
    ['541f204e', 'rawhide, without base locks'],
    ['1000cf39', 'a promotion'],
  ])('is silent on %s: %s', async commit => {
    expect(await history.in(droppedOverride, commit)).toEqual([]);
  });

  it('restores the file that was deleted in fedora-coreos-config#3117', async () => {
    const commit = history.from('6c7dc685');
    const [first, ...others] = await history.at(droppedOverride, commit);
    expect(others).toEqual([]);
    const { message = '', fixes = [] } = first?.finding ?? {};
    expect(message).toContain('manifest-lock.overrides.yaml is gone, and with it the override of json-glib');
    const before = history.text(`${commit}^`, OVERRIDES);
    expect(fixes[0]?.creates).toEqual([{ path: OVERRIDES, text: before }]);
    // what upstream made of it after the revert
    const later = history.text(history.from('9e1bae2e'), OVERRIDES);
    expect(fixes[1]?.creates).toEqual([{ path: OVERRIDES, text: later }]);
  });

  it('catches the loss of sudo on stable, 2021-02-02 (557fcd95)', () => {
    const read = (blob: string) => readFileSync(shared(`data/lockfiles/overrides/${blob}.yaml`), 'utf8');
    // the file of stable before, and the one that brought sudo back a day later: without that, what 557fcd95 left
    const before = read('cd00b0a5ec3d408a2c5d870ac9a5f313c7b11728');
    const again = read('f260487848dc7b12922fc2e7ac7815e92dd44012');
    const now = again.slice(0, again.indexOf('  # CVE-2021-3156'));
    expect(now).not.toContain('sudo');
    const base = baseLock({
      afterburn: '4.6.0-2.fc33.x86_64',
      'afterburn-dracut': '4.6.0-2.fc33.x86_64',
      kernel: '5.10.9-201.fc33.x86_64',
      sudo: '1.9.2-1.fc33.x86_64',
      systemd: '246.7-2.fc33.x86_64',
    });
    const around = {
      files: { [X86_64_BASE]: base },
      basearches: ['x86_64'],
      branches: { before: { [X86_64_BASE]: base, [X86_64_OVERRIDES]: before } },
    };
    const found = findings(droppedOverride, X86_64_OVERRIDES, now, around);
    expect(found.map(({ message }) => message)).toEqual([
      'sudo 1.9.5p2-1.fc33 is no longer overridden: the base lock of x86_64 still has 1.9.2-1.fc33, so it is downgraded. Restore it, or wait until the base lock has caught up.',
    ]);
    const title = 'Restore sudo 1.9.5p2-1.fc33 as it was';
    const sudo = again.slice(now.length);
    expect(fixed(droppedOverride, X86_64_OVERRIDES, now, title, around)).toBe(
      now.replace('  # Fast-track kernel', `${sudo}  # Fast-track kernel`),
    );
  });
});

function glibc(evr: string): string[] {
  return ['glibc', 'glibc-common', 'glibc-gconv-extra', 'glibc-minimal-langpack'].map(name => `${name} ${evr}`);
}
