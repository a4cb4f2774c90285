import { describe, expect, it } from 'vitest';
import { type Node, nodesOf } from '../../../../client/views/overrides/nodes';
import type { OverrideRow, OverridesOfRepository } from '../../../../server/protocol';

const row = (name: string, evr: string, more: Partial<OverrideRow> = {}): OverrideRow => ({
  name,
  source: name,
  evr,
  uri: 'file:///config/manifest-lock.overrides.yaml',
  line: 11,
  character: 2,
  ...more,
});

const repository: OverridesOfRepository = {
  folder: '/src/config',
  notes: ['Bodhi could not be reached.'],
  streams: [
    {
      stream: 'testing-devel',
      label: 'main',
      worktree: true,
      overrides: [
        row('kernel', '6.11.4-201.fc40', { type: 'pin', age: 118 }),
        row('kernel-core', '6.11.4-201.fc40', { source: 'kernel', type: 'pin' }),
        row('podman', '5:5.2.5-1.fc40', {
          type: 'fast-track',
          age: 1,
          graduated: 'repositories',
          bodhi: {
            url: 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
            alias: 'F',
            state: 'testing',
          },
        }),
      ],
    },
    {
      stream: 'stable',
      label: 'origin/stable',
      worktree: false,
      overrides: [row('kernel', '6.11.3-200.fc40', { type: 'pin', age: 0, arch: 'x86_64' })],
    },
    { stream: 'next', label: 'next', worktree: false, overrides: [] },
  ],
};

function lines(nodes: readonly Node[], indent = ''): string[] {
  return nodes.flatMap(node => {
    if (node.kind === 'note') return [`${indent}(${node.label})`];
    const own = `${indent}${node.label}: ${node.description}`;
    return node.kind === 'group' ? [own, ...lines(node.children, `${indent}  `)] : [own];
  });
}

describe('nodesOf', () => {
  it('groups by stream', () => {
    expect(lines(nodesOf({ repositories: [repository] }, 'stream'))).toEqual([
      'testing-devel: working tree, 3 overrides',
      '  kernel: 6.11.4-201.fc40, pin, 118 days',
      '  kernel-core: 6.11.4-201.fc40, pin',
      '  podman: 5:5.2.5-1.fc40, fast-track, 1 day, testing, graduated, base locks behind',
      'stable: origin/stable, 1 override',
      '  kernel: 6.11.3-200.fc40, pin, x86_64, today',
      'next: no overrides',
      '(Bodhi could not be reached.)',
    ]);
  });

  it('groups by source package', () => {
    expect(lines(nodesOf({ repositories: [repository] }, 'package'))).toEqual([
      'kernel: 6.11.4-201.fc40, 6.11.3-200.fc40',
      '  testing-devel: 6.11.4-201.fc40, pin, 118 days',
      '  testing-devel: kernel-core: 6.11.4-201.fc40, pin',
      '  stable: 6.11.3-200.fc40, pin, x86_64, today',
      'podman: 5:5.2.5-1.fc40',
      '  testing-devel: 5:5.2.5-1.fc40, fast-track, 1 day, testing, graduated, base locks behind',
      '(Bodhi could not be reached.)',
    ]);
  });

  it('has a group for each of several repositories, and ids of their own', () => {
    const nodes = nodesOf({ repositories: [repository, { ...repository, folder: '/src/other' }] }, 'stream');
    expect(nodes.map(node => node.label)).toEqual(['config', 'other']);
    expect(nodesOf({ repositories: [] }, 'stream')).toEqual([]);
  });
});
