import { afterEach, describe, expect, it } from 'vitest';
import type { Advisory } from '../../../../server/operations/diff/advisory';
import { loadStories, type StoryInput } from '../../../../server/operations/diff/change-story';
import type { StreamDiff } from '../../../../server/operations/diff/diff';
import type { KojiData } from '../../../stand-ins/koji-hub.mjs';
import { type DiffOfOptions, diffOf } from '../../../support/diff-of';
import { rowsOf, type StandIns, startServices } from '../../../support/services';

let standIns: StandIns | undefined;

afterEach(async () => {
  await standIns?.close();
  standIns = undefined;
});

const day = (number: number): number => Date.UTC(2024, 8, number, 12);

/** Newest first, one a day. */
const log = (...versions: readonly string[]) =>
  versions.map((version, i) => ({
    at: day(versions.length - i),
    author: `Packit <hello@packit.dev> - ${version}`,
    text: `- Update to ${version}`,
  }));

const podman = (version: string, ...versions: readonly string[]) => ({
  rows: rowsOf(`podman-${version}`, { podman: ['x86_64', 'aarch64'] }, 5),
  changelog: log(...versions),
});

const KOJI: KojiData = {
  'podman-5.2.3-1.fc40': podman('5.2.3-1.fc40', '5.2.3-1', '5.2.2-1'),
  'podman-5.2.5-1.fc40': podman('5.2.5-1.fc40', '5:5.2.5-1', '5:5.2.4-1', '5:5.2.3-1', '5:5.2.2-1'),
};

async function stories(diff: StreamDiff, koji: KojiData = KOJI, input: Partial<StoryInput> = {}) {
  standIns = await startServices({ koji });
  return loadStories({ diff, sources: diff.sources, services: standIns.services, ...input });
}

const changeOf = (
  name: string,
  from: string | undefined,
  to: string | undefined,
  options?: DiffOfOptions,
): StreamDiff =>
  diffOf(
    { packages: from === undefined ? {} : { [name]: from } },
    { packages: to === undefined ? {} : { [name]: to } },
    options,
  );

const pageOf = (id: number): string => `${standIns?.koji.url.replace(/hub$/, '')}/buildinfo?buildID=${id}`;
const methods = (): string[] => (standIns?.koji.requests ?? []).map(({ calls }) => calls[0]?.method ?? '');

describe('loadStories', () => {
  it('an upgrade: what the newer build has above the older one, and both pages', async () => {
    const { stories: found, problems } = await stories(changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40'));
    const story = found.get('podman');
    expect(problems).toEqual([]);
    expect(story?.changelog?.map(({ text }) => text)).toEqual(['- Update to 5:5.2.5-1', '- Update to 5:5.2.4-1']);
    expect(story?.pages).toEqual({ from: pageOf(2500001), to: pageOf(2500002) });
    expect(methods()).toEqual(['getBuild', 'getChangelogEntries']);
  });

  it('a downgrade: what goes away', async () => {
    const { stories: found } = await stories(changeOf('podman', '5:5.2.5-1.fc40', '5:5.2.3-1.fc40'));
    const story = found.get('podman');
    expect(story?.changelog?.map(({ text }) => text)).toEqual(['- Update to 5:5.2.5-1', '- Update to 5:5.2.4-1']);
    expect(story?.pages).toEqual({ from: pageOf(2500002), to: pageOf(2500001) });
  });

  it('an addition, a removal: the page of the build', async () => {
    const added = await stories(changeOf('podman', undefined, '5:5.2.5-1.fc40'));
    expect(added.stories.get('podman')).toEqual({
      advisories: [],
      changelog: undefined,
      pages: { from: undefined, to: pageOf(2500002) },
    });
    expect(methods()).toEqual(['getBuild']);
    await standIns?.close();
    const removed = await stories(changeOf('podman', '5:5.2.5-1.fc40', undefined));
    expect(removed.stories.get('podman')?.pages).toEqual({ from: pageOf(2500002), to: undefined });
    expect([...added.problems, ...removed.problems]).toEqual([]);
  });

  it('a rebuild that says nothing has an empty changelog', async () => {
    const koji = {
      'podman-5.2.3-1.fc40': podman('5.2.3-1.fc40', '5:5.2.3-1', '5:5.2.2-1'),
      'podman-5.2.3-1.fc41': podman('5.2.3-1.fc41', '5:5.2.3-1', '5:5.2.2-1'),
    };
    const { stories: found } = await stories(changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.3-1.fc41'), koji);
    expect(found.get('podman')?.changelog).toEqual([]);
  });

  it('finds the build of a package that has another version than its source', async () => {
    const mapper = (source: string, version: string, ...versions: readonly string[]) => ({
      rows: [
        { name: 'lvm2', version: source, release: '1.fc40', arch: 'src' },
        { name: 'lvm2', version: source, release: '1.fc40', arch: 'x86_64' },
        { name: 'device-mapper', version, release: '1.fc40', arch: 'x86_64' },
      ],
      changelog: log(...versions),
    });
    const koji = {
      'lvm2-2.03.23-1.fc40': mapper('2.03.23', '1.02.197', '2.03.23-1'),
      'lvm2-2.03.25-1.fc40': mapper('2.03.25', '1.02.199', '2.03.25-1', '2.03.24-1', '2.03.23-1'),
    };
    const sources = { 'device-mapper': 'lvm2' };
    const diff = changeOf('device-mapper', '1.02.197-1.fc40', '1.02.199-1.fc40', { sources });
    const { stories: found, problems } = await stories(diff, koji);
    expect(problems).toEqual([]);
    expect(found.get('lvm2')?.changelog?.map(({ text }) => text)).toEqual([
      '- Update to 2.03.25-1',
      '- Update to 2.03.24-1',
    ]);
    expect(found.get('lvm2')?.pages).toEqual({ from: pageOf(2500001), to: pageOf(2500002) });
    expect(methods()).toEqual(['getBuild', 'getRPM', 'getBuild', 'getChangelogEntries']);
  });

  it('by the older changelog where a spec file says less than its build', async () => {
    const kernel = (nvr: string, ...versions: readonly string[]) => ({
      rows: rowsOf(nvr, { kernel: ['x86_64'] }),
      changelog: log(...versions),
    });
    const koji = {
      'kernel-6.11.3-200.fc40': kernel('kernel-6.11.3-200.fc40', '6.11.3-0', '6.11.2-0'),
      'kernel-6.11.4-201.fc40': kernel('kernel-6.11.4-201.fc40', '6.11.4-0', '6.11.3-0', '6.11.2-0'),
    };
    koji['kernel-6.11.4-201.fc40'].changelog = [
      { at: day(3), author: 'Kernel <k@k> - 6.11.4-0', text: '- Linux v6.11.4' },
      ...koji['kernel-6.11.3-200.fc40'].changelog,
    ];
    const { stories: found } = await stories(changeOf('kernel', '6.11.3-200.fc40', '6.11.4-201.fc40'), koji);
    expect(found.get('kernel')?.changelog?.map(({ text }) => text)).toEqual(['- Linux v6.11.4']);
    expect(methods()).toEqual(['getBuild', 'getChangelogEntries', 'getChangelogEntries']);
  });

  it('a changelog that does not tell where the older build stands is not known', async () => {
    const koji = {
      'podman-5.2.3-1.fc40': podman('5.2.3-1.fc40', 'nothing'),
      'podman-5.2.5-1.fc40': {
        rows: rowsOf('podman-5.2.5-1.fc40', { podman: ['x86_64'] }),
        changelog: [{ at: day(20), author: 'A <a@b>', text: '- x' }],
      },
    };
    const { stories: found, problems } = await stories(changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40'), koji);
    expect(found.get('podman')?.changelog).toBeUndefined();
    expect(problems).toEqual(['The changelog of podman-5.2.5-1.fc40 does not tell where 5.2.3-1.fc40 stands in it.']);
  });

  it('a build that Koji does not know', async () => {
    const { stories: found, problems } = await stories(changeOf('podman', '5:5.2.3-1.fc40', '5:5.3.0-1.fc40'));
    expect(found.get('podman')).toEqual({
      advisories: [],
      changelog: undefined,
      pages: { from: pageOf(2500001), to: undefined },
    });
    expect(problems).toEqual(['Koji has no build of podman 5.3.0-1.fc40: its changelog is not known.']);
  });

  it('a Koji that fails: stories without what it knows, and why', async () => {
    standIns = await startServices({ koji: KOJI });
    standIns.koji.behave({ kind: 'status', status: 503 });
    const diff = changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    const { stories: found, problems } = await loadStories({
      diff,
      sources: diff.sources,
      services: standIns.services,
    });
    expect(found.get('podman')).toEqual({ advisories: [], changelog: undefined, pages: {} });
    expect(problems).toEqual([expect.stringMatching(/^Koji cannot be asked: http.*503/)]);
  });

  it('no Koji, and no services at all', async () => {
    const diff = changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    const none = { koji: undefined, bodhi: undefined, builds: undefined };
    const off = await loadStories({ diff, sources: diff.sources, services: none });
    expect(off.problems).toEqual(['Koji is not asked: it is off.']);
    expect([...off.stories.keys()]).toEqual(['podman']);
    expect((await loadStories({ diff, sources: diff.sources, services: undefined })).problems).toEqual([]);
  });

  it('has the advisories that are known', async () => {
    const diff = changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40');
    const advisory = { id: 'FEDORA-2024-f0fd63c638' } as Advisory;
    const advisories = { bySource: new Map([['podman', [advisory]]]), asked: [], problems: [] };
    const { stories: found } = await loadStories({ diff, sources: diff.sources, services: undefined, advisories });
    expect(found.get('podman')?.advisories).toEqual([advisory]);
  });

  it('100 source packages in a dozen requests', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `library-${i}`);
    const koji = Object.fromEntries(
      names.flatMap(name =>
        ['1-1.fc40', '2-1.fc40'].map(vr => {
          const nvr = `${name}-${vr}`;
          return [
            nvr,
            {
              rows: rowsOf(nvr, { [name]: ['x86_64'] }),
              changelog: log('2-1', '1-1').slice(vr === '2-1.fc40' ? 0 : 1),
            },
          ];
        }),
      ),
    );
    const side = (evr: string) => ({ packages: Object.fromEntries(names.map(name => [name, evr])) });
    const { stories: found, problems } = await stories(diffOf(side('1-1.fc40'), side('2-1.fc40')), koji);
    expect(problems).toEqual([]);
    expect([...found.values()].map(({ changelog }) => changelog?.length)).toEqual(names.map(() => 1));
    // 200 builds, a hundred a request; 100 changelogs, ten a request
    expect(methods()).toHaveLength(12);
  });

  it('an abort ends it', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(stories(changeOf('podman', '5:5.2.3-1.fc40', '5:5.2.5-1.fc40'), KOJI, { signal })).rejects.toThrow(
      'enough',
    );
  });
});
