import { expect, it } from 'vitest';
import { historyText } from '../../../server/cli/history-text';
import type { PackageHistory, PackageMatrix, VersionSpan } from '../../../server/operations/history/package-history';

const day = (month: number, date: number): number => Date.UTC(2024, month - 1, date, 12) / 1000;

function span(since: number, evr: string | undefined, type?: string): VersionSpan {
  const provenance = evr === undefined ? undefined : type === undefined ? 'base' : 'override';
  const subject = 'tree: promote changes from testing at 49943e6fb7a813001846a77371d73fcd1d515e81';
  return { evr, since, commit: '3a71e3cfe0'.repeat(4), subject, provenance, type, reason: undefined };
}

const base = (evr: string) => ({ evr, provenance: 'base', type: undefined }) as const;

const MATRIX: PackageMatrix = {
  name: 'podman',
  basearches: ['x86_64', 'aarch64', 's390x'],
  rows: [
    { stream: 'rawhide', label: 'origin/rawhide', versions: new Map() },
    {
      stream: 'testing-devel',
      label: 'working tree',
      versions: new Map([
        ['x86_64', { evr: '5:5.2.5-1.fc40', provenance: 'override', type: 'fast-track' }],
        ['aarch64', { evr: '5:5.2.5-1.fc40', provenance: 'override', type: 'fast-track' }],
        ['s390x', { evr: '5:5.2.4-1.fc40', provenance: 'override', type: undefined }],
      ]),
    },
    {
      stream: 'stable',
      label: 'stable',
      versions: new Map([
        ['x86_64', base('5:5.2.2-1.fc40')],
        ['aarch64', base('5:5.2.2-1.fc40')],
      ]),
    },
  ],
};

const HISTORY: PackageHistory = {
  name: 'podman',
  basearch: 'x86_64',
  since: day(9, 1),
  until: day(10, 24),
  streams: [
    { stream: 'rawhide', label: 'origin/rawhide', spans: [span(day(8, 1), undefined)], overridesOnly: true },
    { stream: 'next', label: 'next', spans: [] },
    {
      stream: 'stable',
      label: 'stable',
      spans: [
        span(day(8, 26), '5:5.2.1-1.fc40'),
        span(day(9, 9), undefined),
        span(day(10, 21), '5:5.2.2-1.fc40', 'pin'),
      ],
    },
  ],
  notes: [],
};

it('shows what differs, since when, and who was ahead', () => {
  const first = span(day(10, 18), '5:5.2.5-1.fc40', 'fast-track');
  const then = span(day(10, 21), '5:5.2.5-1.fc40');
  const arrivals = [
    {
      evr: '5:5.2.5-1.fc40',
      arrivals: [
        { stream: 'testing-devel', at: first.since, days: 0, span: first },
        { stream: 'testing', at: then.since, days: 3, span: then },
        { stream: 'stable', at: day(11, 4), days: 17, span: { ...first, since: day(11, 4) } },
      ],
    },
  ];
  expect(historyText({ history: HISTORY, matrix: MATRIX, arrivals })).toBe(`podman now

STREAM                        x86_64                       aarch64  s390x
rawhide (origin/rawhide)      -                            -        -
testing-devel (working tree)  5:5.2.5-1.fc40 (fast-track)  =        5:5.2.4-1.fc40 (override)
stable                        5:5.2.2-1.fc40               =        -
(= as on x86_64, - not locked)

podman on x86_64, 2024-09-01 to 2024-10-24

rawhide (origin/rawhide): not overridden

next: nothing is known

stable
FROM        VERSION         HELD        BY    COMMIT      SUBJECT
2024-08-26  5:5.2.1-1.fc40  14 d        base  3a71e3cfe0  tree: promote changes from testing at 49943e6fb7
2024-09-09  not locked      42 d              3a71e3cfe0  tree: promote changes from testing at 49943e6fb7
2024-10-21  5:5.2.2-1.fc40  3 d so far  pin   3a71e3cfe0  tree: promote changes from testing at 49943e6fb7

When versions came

5:5.2.5-1.fc40: testing-devel 2024-10-18 (fast-track), testing 2024-10-21 (+3 d), stable 2024-11-04 (+17 d, fast-track)
`);
});

it('makes text of commits harmless for a terminal', () => {
  const evil = { ...span(day(9, 9), '1-1'), subject: 'clear\u001b[2J' };
  const streams = [{ stream: 'stable', label: 'stable', spans: [evil] }];
  const text = historyText({ history: { ...HISTORY, streams }, matrix: MATRIX, arrivals: [] });
  expect(text).toContain('clear\\u001b[2J');
});
