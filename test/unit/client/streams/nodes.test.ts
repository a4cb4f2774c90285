import { describe, expect, it } from 'vitest';
import { type Node, nodesOf } from '../../../../client/views/streams/nodes';
import type { CompareSummary, StreamFeed, StreamRow, StreamsOfRepository } from '../../../../server/protocol';

const NONE = { upgraded: 0, downgraded: 0, added: 0, removed: 0 };

const SUMMARY: CompareSummary = {
  packages: NONE,
  sources: NONE,
  rebuilds: 0,
  unchanged: 400,
  overridesLost: 0,
  overridesGained: 0,
  overridesChanged: 0,
};

const feed = (from: string, more: Partial<StreamFeed> = {}): StreamFeed => ({
  from,
  spec: from,
  likely: true,
  summary: SUMMARY,
  signs: 'nothing new',
  words: 'nothing new',
  downgrades: [],
  lostOverrides: [],
  ...more,
});

const row = (stream: string, more: Partial<StreamRow> = {}): StreamRow => ({
  stream,
  label: stream,
  spec: stream,
  worktree: false,
  releasever: '40',
  commit: { id: '0369f5a6cb0e', subject: 'tree: promote changes', committed: 1_729_501_592 },
  overrides: 0,
  closed: false,
  locks: '',
  feeds: [],
  uri: undefined,
  ...more,
});

const repository: StreamsOfRepository = {
  folder: '/src/config',
  name: 'config',
  notes: ['branched cannot be read: damaged.'],
  streams: [
    row('rawhide', { releasever: '42', locks: 'No base locks.', overrides: 2 }),
    row('testing-devel', { worktree: true, label: 'main', overrides: 1 }),
    row('next', {
      releasever: '41',
      label: 'origin/next',
      feeds: [
        feed('next-devel', {
          signs: '+1 ^30 v1 !1',
          words: '1 added, 30 upgraded, 1 downgraded; 1 override lost',
          downgrades: [
            { name: 'libpcap', source: 'libpcap', text: '14:1.10.5-1.fc40 -> 14:1.10.4-4.fc40' },
            {
              name: 'kernel',
              source: 'kernel',
              text: '6.11.4-201.fc41 -> 6.11.3-200.fc41',
              reason: 'https://github.com/coreos/fedora-coreos-tracker/issues/1834',
            },
          ],
          lostOverrides: [{ name: 'podman', source: 'podman', text: '5:5.2.4-1.fc41', uri: 'file:///x', line: 3 }],
          security: [
            {
              name: 'sudo',
              source: 'sudo',
              text: '1.9.5p1-1.fc33 -> 1.9.5p2-1.fc33',
              advisories: [
                {
                  id: 'FEDORA-2021-2cb63d912a',
                  title: 'sudo',
                  type: 'security',
                  severity: 'critical',
                  cves: ['CVE-2021-3156', 'CVE-2021-23239', 'CVE-2021-23240'],
                },
              ],
            },
          ],
        }),
        feed('testing-devel', { likely: false, signs: '-2', words: '2 removed' }),
      ],
    }),
  ],
};

function lines(nodes: readonly Node[], indent = ''): string[] {
  return nodes.flatMap(node => {
    if (node.kind === 'note') return [`${indent}(${node.label})`];
    return [
      `${indent}${node.label}: ${node.description}`,
      ...('children' in node ? lines(node.children, `${indent}  `) : []),
    ];
  });
}

describe('nodesOf', () => {
  it('has a row for each stream, with what it would get below it', () => {
    expect(lines(nodesOf([repository]))).toEqual([
      'rawhide: 42, 2024-10-21, 2 overrides',
      '  (No base locks.)',
      'testing-devel: 40, 2024-10-21, 1 override, working tree',
      'next: 41, +1 ^30 v1 !1 from next-devel, 2024-10-21, no overrides, origin/next',
      '  from next-devel: 1 added, 30 upgraded, 1 downgraded; 1 override lost',
      '  from testing-devel, if it were promoted: 2 removed',
      '  Downgrades: 2',
      '    libpcap: 14:1.10.5-1.fc40 -> 14:1.10.4-4.fc40',
      '    kernel: 6.11.4-201.fc41 -> 6.11.3-200.fc41, pinned: https://github.com/coreos/fedora-coreos-tracker/issues/1834',
      '  Lost overrides: 1',
      '    podman: 5:5.2.4-1.fc41',
      '  Security fixes: 1',
      '    sudo: 1.9.5p1-1.fc33 -> 1.9.5p2-1.fc33, critical, CVE-2021-3156 and 2 more',
      '(branched cannot be read: damaged.)',
    ]);
  });

  it('says in words to screen readers what signs say to others', () => {
    const spoken = nodesOf([repository]).flatMap(node => (node.kind === 'stream' ? [node.spoken] : []));
    expect(spoken[2]).toBe(
      'next, 41, 2024-10-21, no overrides, origin/next, would get from next-devel: 1 added, 30 upgraded, 1 downgraded; 1 override lost',
    );
  });

  it('says that a stream is closed', () => {
    const [node] = nodesOf([{ ...repository, notes: [], streams: [row('next-devel', { closed: true })] }]);
    expect(node).toMatchObject({ description: '40, 2024-10-21, no overrides, closed' });
  });

  it('puts several repositories below their names', () => {
    const other = { ...repository, folder: '/src/other', name: 'other', streams: [], notes: [] };
    expect(nodesOf([repository, other]).map(({ label }) => label)).toEqual(['config', 'other']);
  });
});
