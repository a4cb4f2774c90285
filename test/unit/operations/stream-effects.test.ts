import { describe, expect, it } from 'vitest';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { effectWords } from '../../../server/operations/effect-words';
import type { OverrideItem } from '../../../server/operations/override-request';
import { planOverrides } from '../../../server/operations/plan-overrides';
import { streamEffects } from '../../../server/operations/stream-effects';
import { changeOf, fastTrackOf, pinOf, type StreamTexts } from './stream-support';

interface Case {
  readonly streams: Readonly<Record<string, StreamTexts>>;
  readonly items: readonly OverrideItem[];
  readonly chosen?: readonly string[];
  readonly nextDevelEnabled?: boolean;
}

async function effectsOf({ streams, items, chosen = [], nextDevelEnabled }: Case) {
  const found = streamEffects({
    streams: await Promise.all(Object.entries(streams).map(([name, texts]) => changeOf(name, texts, items))),
    policies: DEFAULT_REPO_SETTINGS.streams,
    chosen: new Set(chosen),
    nextDevelEnabled,
  });
  return Object.fromEntries([...found].map(([name, effects]) => [name, effects]));
}

async function wordsOf(one: Case): Promise<Record<string, string[]>> {
  return Object.fromEntries(
    Object.entries(await effectsOf(one)).map(([name, found]) => [name, found.map(effectWords)]),
  );
}

const kernel = (evr: string): StreamTexts => ({ locked: { kernel: evr } });

/** Production and the stream that feeds it, as they stood in October 2024. */
const CHAIN = {
  'testing-devel': kernel('6.11.4-201.fc40'),
  testing: kernel('6.11.3-200.fc40'),
  stable: kernel('6.10.12-200.fc40'),
};

describe('the move itself', () => {
  const locked = { kernel: '6.10.12-200.fc40', 'podman.x86_64': '5.2.3-1.fc40', 'podman.s390x': '5.2.5-1.fc40' };

  it('is an upgrade or a downgrade of everything', async () => {
    expect(await effectsOf({ streams: { stable: { locked } }, items: [pinOf('kernel-6.8.11-300.fc40')] })).toEqual({
      stable: [
        {
          kind: 'downgrade',
          packages: ['kernel'],
          arches: ['x86_64', 's390x'],
          allPackages: true,
          allArches: true,
        },
      ],
    });
    expect(await wordsOf({ streams: { stable: { locked } }, items: [pinOf('kernel-6.11.4-201.fc40')] })).toEqual({
      stable: ['upgrade'],
    });
  });

  it('is told by basearch and package where they differ', async () => {
    const items = [pinOf('podman-5.2.4-1.fc40'), pinOf('kernel-6.11.4-201.fc40')];
    expect(await wordsOf({ streams: { stable: { locked } }, items: items.slice(0, 1) })).toEqual({
      stable: ['downgrade on s390x', 'upgrade on x86_64'],
    });
    expect(await wordsOf({ streams: { stable: { locked } }, items })).toEqual({
      stable: ['downgrade of podman on s390x', 'upgrade of kernel', 'upgrade of podman on x86_64'],
    });
  });

  it('is none where the version stays', async () => {
    const items = [pinOf('kernel-6.10.12-200.fc40')];
    expect(await wordsOf({ streams: { stable: { locked } }, items })).toEqual({ stable: ['stays at its version'] });
  });

  it('is measured against the overrides that are there', async () => {
    const overrides = 'packages:\n  kernel:\n    evr: 6.11.5-200.fc40\n    metadata:\n      type: fast-track\n';
    const items = [pinOf('kernel-6.11.4-201.fc40')];
    expect(await wordsOf({ streams: { stable: { locked, overrides } }, items })).toEqual({ stable: ['downgrade'] });
  });
});

it('says nothing of a stream that the change is refused for', async () => {
  const streams = {
    'testing-devel': kernel('6.11.3-200.fc40'),
    'next-devel': { ...kernel('6.11.3-300.fc41'), releasever: '41' },
  };
  expect(Object.keys(await effectsOf({ streams, items: [pinOf('kernel-6.11.4-201.fc40')] }))).toEqual([
    'testing-devel',
  ]);
});

describe('a stream that is skipped', () => {
  // 6.19.13 went to stable while testing had 6.19.12
  const streams = { testing: kernel('6.19.12-200.fc43'), stable: kernel('6.19.11-200.fc43') };
  const texts = Object.fromEntries(
    Object.entries(streams).map(([name, text]) => [name, { ...text, releasever: '43' }]),
  );
  const items = [fastTrackOf('kernel-6.19.13-200.fc43')];

  it('is the one that feeds it', async () => {
    expect((await wordsOf({ streams: texts, items }))['stable']).toEqual([
      'upgrade',
      'skips testing (6.19.12-200.fc43 there)',
      'goes away at the next promotion from testing (6.19.12-200.fc43 there)',
    ]);
  });

  it('is none where that one gets it, too', async () => {
    expect((await wordsOf({ streams: texts, items, chosen: ['testing'] }))['stable']).toEqual(['upgrade']);
  });

  it('is none where that one is of another release', async () => {
    const testing = { ...kernel('6.11.0-300.fc41'), releasever: '41' };
    const found = await wordsOf({
      streams: { testing, stable: kernel('6.10.12-200.fc40') },
      items: [pinOf('kernel-6.11.4-201.fc40')],
    });
    expect(found['stable']?.filter(words => words.startsWith('skips'))).toEqual([]);
  });
});

describe('the next promotion', () => {
  it('brings what the feeding stream has already', async () => {
    expect(
      await wordsOf({ streams: CHAIN, items: [fastTrackOf('kernel-6.11.3-200.fc40')], chosen: ['stable'] }),
    ).toMatchObject({
      stable: ['upgrade', 'comes with the next promotion from testing anyway (6.11.3-200.fc40 there)'],
    });
    // newer there: it comes all the same, for a pin that is ahead as well
    for (const item of [fastTrackOf('kernel-6.11.1-200.fc40'), pinOf('kernel-6.11.1-200.fc40')]) {
      expect((await wordsOf({ streams: CHAIN, items: [item] }))['stable']).toEqual([
        'upgrade',
        'comes with the next promotion from testing anyway (6.11.3-200.fc40 there)',
      ]);
    }
  });

  it('takes a hold-back away, unless the feeding stream is held back as well', async () => {
    const items = [pinOf('kernel-6.8.11-300.fc40')];
    expect((await wordsOf({ streams: CHAIN, items }))['stable']).toEqual([
      'downgrade',
      'goes away at the next promotion from testing (6.11.3-200.fc40 there)',
    ]);
    expect((await wordsOf({ streams: CHAIN, items, chosen: ['testing', 'stable'] }))['stable']).toEqual(['downgrade']);
  });

  it('drops a package that the feeding stream does not have', async () => {
    const streams = { testing: { locked: { bash: '5.2.26-3.fc40' } }, stable: kernel('6.10.12-200.fc40') };
    expect((await wordsOf({ streams, items: [pinOf('kernel-6.11.4-201.fc40')] }))['stable']).toEqual([
      'upgrade',
      'goes away at the next promotion from testing (not locked there)',
    ]);
  });

  it('is not spoken of while it is not certain where it comes from', async () => {
    const streams = { ...CHAIN, next: kernel('6.11.2-200.fc40') };
    const items = [pinOf('kernel-6.11.3-200.fc40')];
    // next-devel has no branch here, and may be open
    expect((await wordsOf({ streams, items }))['next']).toEqual(['upgrade']);
    expect((await wordsOf({ streams, items, nextDevelEnabled: false }))['next']).toEqual([
      'upgrade',
      'comes with the next promotion from testing-devel anyway (6.11.4-201.fc40 there)',
    ]);
    expect((await wordsOf({ streams, items, nextDevelEnabled: true }))['next']).toEqual(['upgrade']);
  });

  it('is none from a stream of an older release', async () => {
    const streams = { testing: kernel('6.11.3-200.fc40'), stable: { ...kernel('6.11.3-300.fc41'), releasever: '41' } };
    const items = [pinOf('kernel-6.11.4-301.fc41')];
    expect((await wordsOf({ streams, items }))['stable']?.some(words => words.includes('promotion'))).toBe(false);
  });

  it('says of several packages which', async () => {
    const locked = (kernelEvr: string, podman: string) => ({ locked: { kernel: kernelEvr, podman } });
    const streams = {
      testing: locked('6.11.3-200.fc40', '5.2.3-1.fc40'),
      stable: locked('6.10.12-200.fc40', '5.2.2-1.fc40'),
    };
    const items = [pinOf('kernel-6.11.4-201.fc40'), pinOf('podman-5.2.4-1.fc40')];
    expect((await wordsOf({ streams, items }))['stable']).toEqual([
      'upgrade',
      'skips testing (kernel 6.11.3-200.fc40, podman 5.2.3-1.fc40 there)',
      'goes away at the next promotion from testing (kernel 6.11.3-200.fc40, podman 5.2.3-1.fc40 there)',
    ]);
    // covered is the one, the other is not: the backport is needed
    const half = [pinOf('kernel-6.11.3-200.fc40'), pinOf('podman-5.2.4-1.fc40')];
    expect((await wordsOf({ streams, items: half }))['stable']).toEqual([
      'upgrade',
      'skips testing (5.2.3-1.fc40 there)',
      'goes away at the next promotion from testing (5.2.3-1.fc40 there)',
    ]);
  });
});

describe('falling behind', () => {
  const next = { ...kernel('6.11.3-300.fc41'), releasever: '41' };

  it('is what a hold-back does where it stands', async () => {
    const items = [pinOf('kernel-6.10.6-200.fc40')];
    expect((await wordsOf({ streams: CHAIN, items }))['testing']).toEqual([
      'downgrade',
      'falls behind stable (6.10.12-200.fc40 there)',
      'goes away at the next promotion from testing-devel (6.11.4-201.fc40 there)',
    ]);
    expect((await wordsOf({ streams: CHAIN, items, chosen: ['stable', 'testing-devel'] }))['testing']).toEqual([
      'downgrade',
    ]);
  });

  it('is what an upgrade does to others', async () => {
    const streams = { testing: kernel('6.11.3-200.fc40'), next };
    expect((await wordsOf({ streams, items: [pinOf('kernel-6.11.4-201.fc40')] }))['testing']).toEqual([
      'upgrade',
      'leaves next behind (6.11.3-300.fc41 there)',
    ]);
  });

  it('is not news where it was so before', async () => {
    const streams = { testing: kernel('6.11.4-201.fc40'), next };
    expect((await wordsOf({ streams, items: [pinOf('kernel-6.11.5-200.fc40')] }))['testing']).toEqual(['upgrade']);
  });
});

describe('next-devel', () => {
  // while next is decoupled, a fast-track on testing-devel alone downgrades who moves to next
  const open = { ...kernel('6.11.3-300.fc41'), releasever: '41' };
  const closed = { ...kernel('6.8.5-301.fc40'), generated: '2024-05-20T00:00:00Z' };
  const items = [fastTrackOf('kernel-6.11.4-201.fc40')];
  const streams = (nextDevel: StreamTexts) => ({
    'testing-devel': kernel('6.11.3-200.fc40'),
    'next-devel': nextDevel,
    next: kernel('6.11.2-200.fc40'),
  });

  it('is left behind while it is open', async () => {
    expect((await wordsOf({ streams: streams(open), items }))['testing-devel']).toEqual([
      'upgrade',
      'leaves next-devel behind (6.11.3-300.fc41 there)',
    ]);
  });

  it('is closed where the date of its locks or the pipeline says so', async () => {
    const words = { 'testing-devel': ['upgrade'], 'next-devel': ['upgrade', 'next-devel is closed'] };
    expect(await wordsOf({ streams: streams(closed), items })).toMatchObject(words);
    const fresh = { ...closed, generated: '2024-10-22T00:00:00Z' };
    expect(await wordsOf({ streams: streams(fresh), items, nextDevelEnabled: false })).toMatchObject(words);
    expect((await wordsOf({ streams: streams(closed), items, nextDevelEnabled: true }))['next-devel']).toEqual([
      'upgrade',
    ]);
  });
});

it('knows a stream without base locks by its newest build', async () => {
  const items = [pinOf('kernel-6.12.0-0.rc4.41.fc42')];
  const change = await changeOf('rawhide', { releasever: '42' }, items);
  const locked = new Map([['x86_64', new Map([['kernel', '6.12.0-0.rc3.33.fc42']])]]);
  const { config, files } = change.target;
  const target = { stream: 'rawhide', releasever: '42', basearches: config.basearches, files, locked };
  const found = streamEffects({
    streams: [{ ...change, locked, plan: planOverrides(target, items) }],
    policies: DEFAULT_REPO_SETTINGS.streams,
    chosen: new Set(),
  });
  expect(found.get('rawhide')?.map(effectWords)).toEqual(['upgrade']);
});
