import { describe, expect, it } from 'vitest';
import { buildPart } from '../../../server/lsp/hover-build';
import { MARKDOWN } from '../../../server/lsp/markdown';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';
import { type BuildTable, kojiFacts, SAID_AT } from '../../support/service-facts';
import { entryOf, told } from '../../support/told';

const NOW = SAID_AT + 60_000;
const COMMON = 'manifest-lock.overrides.yaml';
const FILES = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  [COMMON]: OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
  'manifest-lock.aarch64.json': baseLock('aarch64'),
};
const RPMS = { podman: '5:5.2.3-1.fc40 x86_64 aarch64' };
const PAGE = '[podman-5.2.3-1.fc40](<https://koji.fedoraproject.org/koji/buildinfo?buildID=2500000>)';

interface Given {
  /** Packages in the pool's repository for x86_64. */
  readonly pool?: 'this' | 'another';
  readonly unknown?: readonly string[];
  readonly problem?: string;
  readonly now?: number;
}

async function lines(build: Partial<BuildTable> | undefined, given: Given = {}): Promise<string[]> {
  const { pool, unknown = [], problem, now = NOW } = given;
  const role = { id: 'fedora-coreos-pool', role: 'pool' } as const;
  const evr = pool === 'this' ? '5:5.2.3-1.fc40' : '5:5.2.2-1.fc40';
  const known = pool ? [availability('x86_64', [repository(role, [['podman', evr, 'x86_64']])])] : [];
  const view = await lockfileView({ files: FILES, open: COMMON, availability: known });
  const koji = kojiFacts(build ? { 'podman-5.2.3-1.fc40': { rpms: RPMS, ...build } } : {}, { unknown });
  const problems = new Map(problem === undefined ? [] : [['koji' as const, problem]]);
  const found = told(view, 'podman', { facts: { koji }, problems, basearches: ['x86_64', 'aarch64'] });
  return buildPart(view, entryOf(view, 'podman'), found, MARKDOWN, now);
}

describe('the build of an entry', () => {
  it('is linked, with who and when, signature, pool and tags', async () => {
    expect(await lines({ signed: true, tags: ['f40-updates', 'coreos-pool'] })).toEqual([
      '**Build**',
      `- ${PAGE}, built by kojibuilder on 2024-10-23, signed, in coreos-pool`,
      '- tags: f40-updates, coreos-pool',
    ]);
  });

  it.each([
    [false, '**not signed**'],
    [['x86_64'], '**not signed** for aarch64'],
  ])('says what is not signed (%j)', async (signed, text) => {
    expect((await lines({ signed }))[1]).toMatch(new RegExp(`, ${text.replaceAll('*', '\\*')}$`));
  });

  it.each<[readonly string[] | undefined, Given['pool'], string]>([
    [['coreos-pool'], 'this', ', in coreos-pool'],
    [['coreos-pool'], 'another', ', in coreos-pool, but not in its repository yet (x86_64)'],
    [['f40-coreos-signing-pending'], 'another', ', waits for its signature in f40-coreos-signing-pending'],
    [['f40-updates'], undefined, ', not in coreos-pool'],
    [['f40-updates'], 'another', ', not in coreos-pool'],
    [['f40-updates'], 'this', ', without the tag coreos-pool, but in its repository (x86_64)'],
    [undefined, 'this', ", in the pool's repository (x86_64)"],
    [undefined, 'another', ''],
  ])('with tags %j and %s in the pool says "%s"', async (tags, pool, text) => {
    const [, first] = await lines({ ...(tags ? { tags } : {}) }, { ...(pool ? { pool } : {}) });
    expect(first).toBe(`- ${PAGE}, built by kojibuilder on 2024-10-23${text}`);
  });

  it('names six tags', async () => {
    const tags = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect((await lines({ tags }))[2]).toBe('- tags: a, b, c, d, e, f and 2 more');
    expect((await lines({ tags: [] }))[2]).toBe('- no tags');
  });

  it.each([
    ['building', 'is still being built in Koji'],
    ['deleted', 'was deleted from Koji: its RPMs are gone'],
    ['failed', 'failed to build in Koji'],
    ['canceled', 'was canceled in Koji: it was never built'],
  ] as const)('that is %s says so first', async (state, text) => {
    expect((await lines({ state, signed: false }))[1]).toMatch(
      new RegExp(`^- \\[podman[^ ]* \\*\\*${text}\\*\\*, .*by kojibuilder`),
    );
    expect((await lines({ state, signed: false }))[1]).not.toContain('signed');
  });

  it('says for which basearches it has no such package', async () => {
    expect(await lines({ rpms: { podman: '5:5.2.3-1.fc40 x86_64' } })).toContain('- has no `podman` for aarch64');
  });

  it('says that Koji has no such package', async () => {
    expect(await lines(undefined)).toEqual(['Koji has no RPM `podman 5:5.2.3-1.fc40` for x86_64 and aarch64.']);
  });

  it('says that Koji has not answered, or why it could not be asked, and how old the answer is', async () => {
    const unknown = ['podman'];
    expect(await lines(undefined, { unknown })).toEqual(['Koji has not answered yet.']);
    const problem = 'Koji cannot be asked: https://koji.fedoraproject.org/kojihub: timed out';
    const escaped = problem.replace('://', '\\://');
    expect(await lines(undefined, { unknown, problem })).toEqual([escaped]);
    const now = SAID_AT + 3 * 3_600_000;
    expect((await lines({ tags: ['f40'] }, { now }))[2]).toBe('- tags: f40, as of 3 hours ago');
    expect((await lines({ tags: ['f40'] }, { now, problem }))[2]).toBe(`- tags: f40, as of 3 hours ago: ${escaped}`);
  });
});
