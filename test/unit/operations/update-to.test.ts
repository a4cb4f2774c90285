import { describe, expect, it } from 'vitest';
import { updateTo } from '../../../server/operations/update-to';
import { availability, repository } from '../../support/availability';
import { edited, entryOf, scopeOf } from './support';

const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const known = [
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['podman-docker', '5:5.2.5-1.fc40', 'noarch', 'podman-5.2.5-1.fc40.src.rpm'],
    ]),
    repository({ id: 'fedora-coreos-pool', role: 'pool' }, [
      ['podman', '5:5.2.3-1.fc40', 'x86_64'],
      ['podman-docker', '5:5.2.3-1.fc40', 'noarch', 'podman-5.2.3-1.fc40.src.rpm'],
    ]),
  ]),
];
const TEXT = `packages:
  podman:
    evra: 5:5.2.5-1.fc40.x86_64
  podman-docker:
    evra: 5:5.2.5-1.fc40.noarch
`;

describe('updateTo', () => {
  it('moves an entry and its siblings to a build of the pool, downwards too', () => {
    const scope = scopeOf(X86_64, { [X86_64]: TEXT }, known);
    const plan = updateTo(scope, entryOf(scope, 'podman'), '5:5.2.3-1.fc40');
    if (plan.kind === 'refused') throw new Error(plan.message);
    expect(plan.changes.map(({ entry, from, to }) => `${entry.name} ${from} ${to}`)).toEqual([
      'podman 5:5.2.5-1.fc40 5:5.2.3-1.fc40',
      'podman-docker 5:5.2.5-1.fc40 5:5.2.3-1.fc40',
    ]);
    expect(plan.found).toBe(true);
    expect(edited(scope, plan.edits)).toBe(TEXT.replaceAll('5:5.2.5-1', '5:5.2.3-1'));
  });

  it('takes a user at their word for what no repository has', () => {
    const scope = scopeOf(X86_64, { [X86_64]: TEXT }, known);
    const plan = updateTo(scope, entryOf(scope, 'podman'), '5:5.3.0-1.fc40');
    if (plan.kind === 'refused') throw new Error(plan.message);
    expect([plan.found, plan.missing]).toEqual([false, ['x86_64']]);
    expect(edited(scope, plan.edits)).toBe(TEXT.replaceAll('5:5.2.5-1', '5:5.3.0-1'));
  });

  it('moves one entry alone where nothing is known of sources', () => {
    const scope = scopeOf(X86_64, { [X86_64]: TEXT }, []);
    const plan = updateTo(scope, entryOf(scope, 'podman'), '5:5.3.0-1.fc40');
    if (plan.kind === 'refused') throw new Error(plan.message);
    expect([plan.found, plan.missing, plan.changes.length]).toEqual([false, [], 1]);
  });

  it('changes nothing that is there already', () => {
    const scope = scopeOf(X86_64, { [X86_64]: TEXT }, known);
    expect(updateTo(scope, entryOf(scope, 'podman'), '5:5.2.5-1.fc40')).toMatchObject({ changes: [], edits: [] });
  });

  it.each([
    ['5.2.5', '"5.2.5" has no release (VERSION-RELEASE).'],
    ['5:5.2.5-1.fc40.x86_64', '"5:5.2.5-1.fc40.x86_64" names the arch x86_64: give the EVR alone.'],
    ['', '"" is empty.'],
  ])('refuses %s', (evr, message) => {
    const scope = scopeOf(X86_64, { [X86_64]: TEXT }, known);
    expect(updateTo(scope, entryOf(scope, 'podman'), evr)).toEqual({ kind: 'refused', message });
  });
});
