import { describe, expect, it } from 'vitest';
import { moveEdits } from '../../../server/operations/move-edits';
import type { Candidate } from '../../../server/rpmmd/repositories';
import { availability, repository } from '../../support/availability';
import { edited, entryOf, scopeOf } from './support';

const PATH = 'manifest-lock.overrides.yaml';

/** `name.arch` packages of one EVR, each in a basearch of its own. */
function packages(arches: Readonly<Record<string, string>>): Map<string, Candidate> {
  return new Map(
    Object.entries(arches).map(([basearch, arch]) => {
      const state = repository({ id: 'fedora-updates' }, [['a', '2-1.fc40', arch]]);
      const [record] = availability(basearch, [state]).repositories[0]?.index?.find('a') ?? [];
      if (!record) throw new Error('no package');
      return [basearch, { record, repository: state }];
    }),
  );
}

function moved(body: string, common: boolean, arches: Readonly<Record<string, string>>): string {
  const scope = scopeOf(PATH, { [PATH]: `packages:\n  a: ${body}\n` }, []);
  const edits = moveEdits(scope.file.lockfile, common, entryOf(scope, 'a'), packages(arches), []);
  return (
    edited(scope, [{ path: PATH, edits }])
      .split('\n')[1]
      ?.slice('  a: '.length) ?? ''
  );
}

describe('moveEdits', () => {
  it('changes the EVR alone', () => {
    expect(moved('{evr: 1-1.fc40}', true, { x86_64: 'x86_64', aarch64: 'aarch64' })).toBe('{evr: 2-1.fc40}');
    expect(moved('{evra: "1-1.fc40.noarch"}', true, { x86_64: 'noarch' })).toBe('{evra: "2-1.fc40.noarch"}');
  });

  it('drops a digest that differs between basearches', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const both = { x86_64: 'x86_64', aarch64: 'aarch64' };
    expect(moved(`{evr: 1-1.fc40, digest: '${digest}'}`, true, both)).toBe('{evr: 2-1.fc40}');
    expect(moved(`{evr: 1-1.fc40, digest: '${digest}'}`, true, { x86_64: 'noarch', aarch64: 'noarch' })).toMatch(
      /^\{evr: 2-1\.fc40, digest: 'sha256:[0-9a-f]{64}'\}$/,
    );
  });

  it('makes an evra that fits no longer an evr in the common file, one of the new arch elsewhere', () => {
    expect(moved('{evra: 1-1.fc40.noarch}', true, { x86_64: 'x86_64', aarch64: 'aarch64' })).toBe('{evr: 2-1.fc40}');
    expect(moved('{evra: 1-1.fc40.noarch}', false, { x86_64: 'x86_64' })).toBe('{evra: 2-1.fc40.x86_64}');
    expect(moved('{evra: 1-1.fc40}', false, { x86_64: 'x86_64' })).toBe('{evra: 2-1.fc40.x86_64}');
  });
});
