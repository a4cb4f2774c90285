import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { streamDowngrade } from '../../../server/rules/stream-downgrade';
import type { BodhiFacts } from '../../../server/services/facts';
import { availability, repository } from '../../support/availability';
import { bodhiFacts } from '../../support/service-facts';
import {
  baseLock,
  findings,
  fixed,
  lines,
  OVERRIDES,
  type Surroundings,
  titles,
  X86_64_BASE,
  X86_64_OVERRIDES,
} from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
type Texts = Readonly<Record<string, string>>;

function base(arch: string, packages: Readonly<Record<string, string>>, generated?: string): string {
  const lock = JSON.parse(
    baseLock(Object.fromEntries(Object.entries(packages).map(([name, evr]) => [name, `${evr}.${arch}`]))),
  );
  return JSON.stringify({ ...lock, ...(generated ? { metadata: { generated } } : {}) }, undefined, 2);
}

const bases = (packages: Readonly<Record<string, string>>, generated?: string) => ({
  [X86_64_BASE]: base('x86_64', packages, generated),
  [AARCH64_BASE]: base('aarch64', packages, generated),
});

const nextDevel = (files: Texts, other: Texts): Surroundings => ({
  stream: 'next-devel',
  releasever: '40',
  files,
  branches: { streams: { 'testing-devel': other } },
});

const pin = (evr: string, reason = true) =>
  `packages:\n  kernel:\n    evr: ${evr}\n    metadata:\n${
    reason ? '      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1578\n' : ''
  }      type: pin\n`;

// next-devel and testing-devel of 2024-04-15
const OWN = { kernel: '6.8.4-300.fc40', expat: '2.6.2-1.fc40' };
const OTHER = { kernel: '6.8.5-201.fc39', expat: '2.6.2-1.fc39' };
const SAYS = 'kernel 6.8.4-300.fc40 is older than 6.8.5-201.fc39';
const MOVES = 'moving from testing-devel to next-devel downgrades it';

describe('stream-downgrade', () => {
  it('reports a package once, in the first base lock, and points to the other ones', () => {
    const files = bases(OWN);
    const there = nextDevel(files, bases(OTHER));
    expect(lines(streamDowngrade, X86_64_BASE, files[X86_64_BASE] ?? '', there)).toEqual([
      `warning 4:16-4:30 ${SAYS} (base lock) on testing-devel: ${MOVES}. Fast-track a build that is not older.`,
    ]);
    expect(lines(streamDowngrade, AARCH64_BASE, files[AARCH64_BASE] ?? '', there)).toEqual([]);
    const [finding] = findings(streamDowngrade, X86_64_BASE, files[X86_64_BASE] ?? '', there);
    expect(finding?.package).toBe('kernel');
    expect(finding?.related?.map(({ path, message, at }) => [path, message, at?.label])).toEqual([
      [X86_64_BASE, 'kernel 6.8.5-201.fc39 on testing-devel', 'testing-devel'],
      [AARCH64_BASE, 'The same for aarch64', undefined],
    ]);
  });

  it('reports basearches apart that are not alike', () => {
    const files = { ...bases(OWN), [AARCH64_BASE]: base('aarch64', { ...OWN, kernel: '6.8.3-300.fc40' }) };
    const there = nextDevel(files, bases(OTHER));
    expect(lines(streamDowngrade, X86_64_BASE, files[X86_64_BASE] ?? '', there)).toEqual([
      `warning 4:16-4:30 ${SAYS} (base lock) on testing-devel: ${MOVES} on x86_64. Fast-track a build that is not older.`,
    ]);
    expect(lines(streamDowngrade, AARCH64_BASE, files[AARCH64_BASE] ?? '', there)).toEqual([
      `warning 4:16-4:30 kernel 6.8.3-300.fc40 is older than 6.8.5-201.fc39 (base lock) on testing-devel: ${MOVES} on aarch64. Fast-track a build that is not older.`,
    ]);
  });

  it('reports an override where it stands, once for all basearches', () => {
    const text = 'packages:\n  kernel:\n    evr: 6.8.4-301.fc40\n    metadata:\n      type: fast-track\n';
    const other = { ...bases(OTHER), [OVERRIDES]: 'packages:\n  kernel:\n    evr: 6.8.6-200.fc39\n' };
    expect(lines(streamDowngrade, OVERRIDES, text, nextDevel(bases(OWN), other))).toEqual([
      `warning 3:10-3:24 kernel 6.8.4-301.fc40 is older than 6.8.6-200.fc39 (overrides) on testing-devel: ${MOVES}. Move the override to a build that is not older.`,
    ]);
    expect(
      lines(
        streamDowngrade,
        X86_64_BASE,
        bases(OWN)[X86_64_BASE] ?? '',
        nextDevel({ ...bases(OWN), [OVERRIDES]: text }, other),
      ),
    ).toEqual([]);
    const mixed = { ...other, [X86_64_OVERRIDES]: pin('6.8.7-200.fc39') };
    expect(lines(streamDowngrade, OVERRIDES, text, nextDevel(bases(OWN), mixed))).toEqual([
      `warning 3:10-3:24 kernel 6.8.4-301.fc40 is older than 6.8.7-200.fc39 (x86_64 overrides, pin) for x86_64 and 6.8.6-200.fc39 (overrides) for aarch64 on testing-devel: ${MOVES}. Move the override to a build that is not older.`,
    ]);
  });

  it('takes a pin with a reason as meant', () => {
    const there = nextDevel(bases({ ...OWN, kernel: '6.9.0-1.fc40' }), bases(OTHER));
    expect(lines(streamDowngrade, OVERRIDES, pin('6.8.4-300.fc40'), there)).toEqual([
      `info 3:10-3:24 ${SAYS} (base lock) on testing-devel: ${MOVES}. The pin here gives a reason: it is taken as meant.`,
    ]);
    expect(findings(streamDowngrade, OVERRIDES, pin('6.8.4-300.fc40', false), there)[0]?.severity).toBe('warning');
  });

  it('asks for a bump where a branch that opened again was bumped on one basearch only', () => {
    // next-devel of 2024-03-18: x86_64 bumped, the others as they were when it was closed
    const old = { ...OWN, kernel: '6.6.3-200.fc39' };
    const files = {
      [X86_64_BASE]: base('x86_64', OWN, '2024-03-18T00:00:00Z'),
      [AARCH64_BASE]: base('aarch64', old, '2023-12-04T00:00:00Z'),
    };
    const there = nextDevel(files, bases(OTHER, '2024-03-18T00:00:00Z'));
    expect(lines(streamDowngrade, X86_64_BASE, files[X86_64_BASE], there)).toEqual([
      `warning 4:16-4:30 ${SAYS} (base lock) on testing-devel: ${MOVES} on x86_64. Fast-track a build that is not older.`,
    ]);
    expect(lines(streamDowngrade, AARCH64_BASE, files[AARCH64_BASE], there)).toEqual([
      `info 4:16-4:30 kernel 6.6.3-200.fc39 is older than 6.8.5-201.fc39 (base lock) on testing-devel: ${MOVES} on aarch64. But the base lock of aarch64 here is 105 days older than on testing-devel: a bump brings what is missing.`,
    ]);
    // an override does not move with a bump
    expect(findings(streamDowngrade, OVERRIDES, pin('6.8.4-301.fc40', false), there)[0]?.severity).toBe('warning');
  });

  it('says of a closed development branch that it may not matter', () => {
    // next-devel was closed from 2024-04-25 to 2024-09-13
    const files = bases(OWN, '2024-04-21T00:00:00Z');
    const later = (generated: string) => nextDevel(files, bases(OTHER, generated));
    expect(lines(streamDowngrade, X86_64_BASE, files[X86_64_BASE] ?? '', later('2024-09-12T00:00:00Z'))).toEqual([
      `info 4:16-4:30 ${SAYS} (base lock) on testing-devel: ${MOVES}. But the base locks here are 144 days older than on testing-devel: if next-devel is closed, this does not matter.`,
    ]);
    const soon = findings(streamDowngrade, X86_64_BASE, files[X86_64_BASE] ?? '', later('2024-04-28T00:00:00Z'));
    expect(soon.map(({ severity }) => severity)).toEqual(['warning']);
    // what users are on is never closed
    const next = {
      ...later('2024-09-12T00:00:00Z'),
      stream: 'next',
      branches: { streams: { testing: bases(OTHER, '2024-09-12T00:00:00Z') } },
    };
    expect(findings(streamDowngrade, X86_64_BASE, files[X86_64_BASE] ?? '', next)[0]?.severity).toBe('warning');
  });

  it('is silent where nothing is older, the other branch is not there, or the stream may fall behind', () => {
    const files = bases(OTHER);
    const text = files[X86_64_BASE] ?? '';
    expect(lines(streamDowngrade, X86_64_BASE, text, nextDevel(files, bases({ ...OWN, expat: OTHER.expat })))).toEqual(
      [],
    );
    expect(lines(streamDowngrade, X86_64_BASE, text, nextDevel(files, { [OVERRIDES]: pin('9-1.fc39') }))).toEqual([]);
    expect(lines(streamDowngrade, X86_64_BASE, text, { stream: 'next-devel', files, branches: {} })).toEqual([]);
    expect(lines(streamDowngrade, X86_64_BASE, text, { stream: 'next-devel', files })).toEqual([]);
    const rawhide = { ...nextDevel(bases(OWN), bases(OTHER)), stream: 'rawhide' };
    expect(lines(streamDowngrade, X86_64_BASE, bases(OWN)[X86_64_BASE] ?? '', rawhide)).toEqual([]);
  });

  describe('fixes', () => {
    const lines40 = (arch: string) =>
      availability(arch, [
        repository({ id: 'fedora-updates-testing' }, [
          ['kernel', '6.8.6-300.fc40', arch],
          ['libuv', '1:1.49.2-1.fc40', arch],
        ]),
      ]);
    const own = { ...OWN, libuv: '1:1.49.0-1.fc40', vim: '9-1.fc40' };
    const other = { ...OTHER, libuv: '1:1.49.2-1.fc39', vim: '9-2.fc39' };
    const files = { ...bases(own), [OVERRIDES]: 'packages:\n  bash:\n    evr: 1-1.fc40\n' };
    const there = { ...nextDevel(files, bases(other)), availability: [lines40('x86_64'), lines40('aarch64')] };
    const text = files[X86_64_BASE] ?? '';

    it('fast-tracks the package, and all that fell behind', () => {
      expect(titles(streamDowngrade, X86_64_BASE, text, there)).toEqual([
        [
          'Fast-track kernel to 6.8.6-300.fc40 (fedora-updates-testing) *',
          'Fast-track 2 of the 3 packages that fell behind',
        ],
        [
          'Fast-track libuv to 1:1.49.2-1.fc40 (fedora-updates-testing) *',
          'Fast-track 2 of the 3 packages that fell behind',
        ],
        [],
      ]);
      const [finding] = findings(streamDowngrade, X86_64_BASE, text, there);
      expect(finding?.fixes?.map(({ edits }) => edits.map(({ path }) => path))).toEqual([[OVERRIDES], [OVERRIDES]]);
    });

    it('says how many it is where it is all of them', () => {
      const both = { ...there, branches: { streams: { 'testing-devel': bases({ ...other, vim: '9-1.fc39' }) } } };
      expect(titles(streamDowngrade, X86_64_BASE, text, both)[0]?.[1]).toBe(
        'Fast-track the 2 packages that fell behind',
      );
    });

    it('moves an override that is there', () => {
      const override = 'packages:\n  kernel:\n    evr: 6.8.4-301.fc40 # held\n    metadata:\n      type: fast-track\n';
      expect(
        fixed(
          streamDowngrade,
          OVERRIDES,
          override,
          'Fast-track kernel to 6.8.6-300.fc40 (fedora-updates-testing)',
          there,
        ),
      ).toBe(override.replace('6.8.4-301', '6.8.6-300'));
    });

    it('links the Bodhi update that has the build, where it is known', () => {
      const update = { alias: 'FEDORA-2024-c6f5d4f2e0', builds: ['kernel-6.8.6-300.fc40'] };
      const title = 'Fast-track kernel to 6.8.6-300.fc40 (fedora-updates-testing)';
      const linked = (facts: BodhiFacts) => {
        const [finding] = findings(streamDowngrade, X86_64_BASE, text, { ...there, services: { bodhi: facts } });
        const fix = finding?.fixes?.find(offered => offered.title === title);
        return applyEdits(files[OVERRIDES], fix?.edits[0]?.edits ?? []);
      };
      const link = '      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-c6f5d4f2e0\n';
      const added = (bodhi: string) =>
        `${files[OVERRIDES]}  kernel:\n    evr: 6.8.6-300.fc40\n    metadata:\n${bodhi}      type: fast-track\n`;
      expect(linked(bodhiFacts([update]))).toBe(added(link));
      expect(linked(bodhiFacts([{ ...update, status: 'unpushed' }]))).toBe(added(''));
      expect(linked(bodhiFacts([update], { buildsUnknown: true, newestUnknown: true }))).toBe(added(''));
    });

    it('offers nothing for a pin, or without metadata', () => {
      expect(titles(streamDowngrade, OVERRIDES, pin('6.8.4-300.fc40'), there)).toEqual([[]]);
      expect(titles(streamDowngrade, X86_64_BASE, text, nextDevel(files, bases(other)))).toEqual([[], [], []]);
    });
  });
});
