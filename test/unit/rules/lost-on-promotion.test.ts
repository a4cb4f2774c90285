import { describe, expect, it } from 'vitest';
import { lostOnPromotion } from '../../../server/rules/lost-on-promotion';
import { baseLock, findings, lines, OVERRIDES, type Surroundings, X86_64_BASE, X86_64_OVERRIDES } from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const PODMAN = '5:5.2.4-1.fc40';

function bases(podman: string | undefined, release = 'fc40') {
  const packages = (arch: string) => ({
    bash: `1-1.${release}.${arch}`,
    zlib: `1-1.${release}.${arch}`,
    ...(podman === undefined ? {} : { podman: `${podman}.${arch}` }),
  });
  return { [X86_64_BASE]: baseLock(packages('x86_64')), [AARCH64_BASE]: baseLock(packages('aarch64')) };
}

const untyped = (evr: string) => `packages:\n  podman:\n    evr: ${evr}\n`;
const override = (evr: string, type = 'fast-track', reason = '1809') =>
  `${untyped(evr)}    metadata:\n      reason: https://github.com/coreos/fedora-coreos-tracker/issues/${reason}\n      type: ${type}\n`;

const around = (feeder: Record<string, string>): Surroundings => ({
  stream: 'testing',
  files: bases('5:5.2.3-1.fc40'),
  branches: { streams: { 'testing-devel': feeder }, feeders: ['testing-devel'] },
});

describe('lost-on-promotion', () => {
  it('says that a fix is lost: podman on testing, 2024-10-07', () => {
    const there = around(bases('5:5.2.3-1.fc40'));
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), there)).toEqual([
      'info 2:3-2:9 The next promotion from testing-devel takes podman 5:5.2.4-1.fc40 (fast-track) back to 5:5.2.3-1.fc40 (base lock), unless testing-devel has it by then.',
    ]);
    const [finding] = findings(lostOnPromotion, OVERRIDES, override(PODMAN), there);
    expect(finding?.package).toBe('podman');
    expect(finding?.related?.map(({ path, message, at }) => [path, message, at?.label])).toEqual([
      [X86_64_BASE, 'podman 5:5.2.3-1.fc40 on testing-devel', 'testing-devel'],
    ]);
  });

  it('names the basearches where it is lost', () => {
    const there = around({ ...bases('5:5.2.3-1.fc40'), [X86_64_BASE]: bases(PODMAN)[X86_64_BASE] ?? '' });
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), there)).toEqual([
      'info 2:3-2:9 The next promotion from testing-devel takes podman 5:5.2.4-1.fc40 (fast-track) back to 5:5.2.3-1.fc40 (base lock) on aarch64, unless testing-devel has it by then.',
    ]);
  });

  it('says that a pin is lost: selinux-policy on stable, 2024-07-09', () => {
    expect(lines(lostOnPromotion, OVERRIDES, override('5:5.2.2-1.fc40', 'pin'), around(bases(PODMAN)))).toEqual([
      'info 2:3-2:9 The next promotion from testing-devel drops the pin of podman at 5:5.2.2-1.fc40: testing-devel has 5:5.2.4-1.fc40 (base lock). A pin that is still needed then has to be on testing-devel.',
    ]);
  });

  it.each([
    ['in its base lock', bases(PODMAN), 'it too (base lock)'],
    ['newer', bases('5:5.2.5-1.fc40'), '5:5.2.5-1.fc40 (base lock)'],
    [
      'newer, of a fast-track',
      { ...bases('5:5.2.3-1.fc40'), [OVERRIDES]: override('5:5.2.5-1.fc40') },
      '5:5.2.5-1.fc40 (overrides, fast-track)',
    ],
    [
      'newer on one basearch',
      { ...bases(PODMAN), [X86_64_OVERRIDES]: override('5:5.2.5-1.fc40') },
      '5:5.2.5-1.fc40 (x86_64 overrides, fast-track) for x86_64 and 5:5.2.4-1.fc40 (base lock) for aarch64',
    ],
  ])('hints that the promotion covers it: %s', (_, feeder, has) => {
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), around(feeder))).toEqual([
      `hint 2:3-2:9 podman 5:5.2.4-1.fc40 (fast-track) goes away at the next promotion from testing-devel: testing-devel has ${has}.`,
    ]);
  });

  it('calls an override without a type that, and says where the package itself goes', () => {
    expect(lines(lostOnPromotion, OVERRIDES, untyped(PODMAN), around(bases(PODMAN)))).toEqual([
      'hint 2:3-2:9 podman 5:5.2.4-1.fc40 (override) goes away at the next promotion from testing-devel: testing-devel has it too (base lock).',
    ]);
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), around(bases(undefined)))).toEqual([
      'info 2:3-2:9 testing-devel does not have podman: the next promotion drops it.',
    ]);
  });

  it.each([
    ['has the very entry', { ...bases('5:5.2.3-1.fc40'), [OVERRIDES]: override(PODMAN) }],
    ['has it with another reason', { ...bases('5:5.2.3-1.fc40'), [OVERRIDES]: override(PODMAN, 'fast-track', '1') }],
    ['is of an older release', bases('5:5.1.9-1.fc39', 'fc39')],
    ['has no base locks', { [OVERRIDES]: override('5:5.2.3-1.fc40') }],
  ])('is silent where the feeding stream %s', (_, feeder) => {
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), around(feeder))).toEqual([]);
  });

  it('looks at the likeliest feeder that is there', () => {
    const there: Surroundings = {
      ...around(bases('5:5.2.3-1.fc40')),
      branches: {
        streams: { 'testing-devel': bases('5:5.2.3-1.fc40'), 'next-devel': bases(PODMAN) },
        feeders: ['not-fetched', 'next-devel', 'testing-devel'],
      },
    };
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), there)).toEqual([
      'hint 2:3-2:9 podman 5:5.2.4-1.fc40 (fast-track) goes away at the next promotion from next-devel: next-devel has it too (base lock).',
    ]);
  });

  it('is silent in base locks, and where nothing feeds the stream', () => {
    const there = around(bases('5:5.2.4-1.fc40'));
    expect(lines(lostOnPromotion, X86_64_BASE, there.files?.[X86_64_BASE] ?? '', there)).toEqual([]);
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), { ...there, branches: {} })).toEqual([]);
    expect(lines(lostOnPromotion, OVERRIDES, override(PODMAN), { files: {} })).toEqual([]);
  });
});
