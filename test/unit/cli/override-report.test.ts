import { describe, expect, it } from 'vitest';
import {
  type OverrideReport,
  overrideJson,
  overrideText,
  type ReportedStream,
} from '../../../server/cli/override-report';
import type { PlannedEntry } from '../../../server/operations/override-request';

const entry = (name: string, more: Partial<PlannedEntry> = {}): PlannedEntry => ({
  name,
  path: 'manifest-lock.overrides.yaml',
  version: '6.11.4-201.fc40',
  from: new Map([
    ['x86_64', '6.11.3-200.fc40'],
    ['aarch64', '6.11.3-200.fc40'],
  ]),
  change: 'added',
  effect: 'upgrade',
  ...more,
});

const stream = (more: Partial<ReportedStream> = {}): ReportedStream => ({
  stream: 'stable',
  branch: 'stable',
  worktree: false,
  commit: undefined,
  files: ['manifest-lock.overrides.yaml'],
  entries: [entry('kernel')],
  effects: [{ kind: 'closed', stream: 'next-devel' }],
  message: '[stable] overrides: pin kernel\n\nSee: https://example.org/\n',
  notes: ['A note.'],
  ...more,
});

const report = (target: ReportedStream, written = false): OverrideReport => ({
  targets: [target],
  refused: [],
  notes: ['One for all.'],
  written,
});

const named = { named: true, messages: false };

describe('overrideText', () => {
  it('puts packages together that go the same way', () => {
    const entries = [
      entry('kernel'),
      entry('kernel-core'),
      entry('podman', {
        version: '5:5.2.5-1.fc40',
        from: new Map([
          ['x86_64', '5:5.2.4-1.fc40'],
          ['s390x', undefined],
        ]),
      }),
      entry('sudo', { change: 'unchanged' }),
    ];
    expect(overrideText(report(stream({ entries, effects: [], notes: [] })), { named: false, messages: false })).toBe(
      `manifest-lock.overrides.yaml: kernel, kernel-core 6.11.3-200.fc40 -> 6.11.4-201.fc40
manifest-lock.overrides.yaml: podman 5:5.2.4-1.fc40 (x86_64), not locked (s390x) -> 5:5.2.5-1.fc40
manifest-lock.overrides.yaml: sudo 6.11.4-201.fc40: stands there already
One for all.
`,
    );
  });

  it('shows what would be committed', () => {
    expect(overrideText(report(stream()), { named: true, messages: true })).toBe(
      `stable: would be committed to stable:
  manifest-lock.overrides.yaml: kernel 6.11.3-200.fc40 -> 6.11.4-201.fc40
  effect: next-devel is closed
  A note.
  commit message:
      [stable] overrides: pin kernel

      See: https://example.org/
One for all.
`,
    );
  });

  it.each([
    [
      stream({ commit: 'abc', branch: 'backport/stable/kernel' }),
      true,
      'stable: commit abc on backport/stable/kernel:',
    ],
    [stream({ worktree: true }), false, 'stable: the working tree would be changed:'],
    [stream({ worktree: true }), true, 'stable: the working tree is changed:'],
    [stream({ files: [] }), false, 'stable: nothing to change:'],
  ])('begins with where it goes', (target, written, line) => {
    expect(overrideText(report(target, written), named).split('\n')[0]).toBe(line);
  });

  it('makes text of services harmless', () => {
    expect(overrideText(report(stream({ notes: ['a\u001b[2Jb'] })), named)).toContain('a\\u001b[2Jb');
  });
});

it('has every member as JSON, versions by basearch', () => {
  const podman = entry('podman', { from: new Map([['x86_64', undefined]]) });
  expect(
    JSON.parse(
      overrideJson({ ...report(stream({ entries: [podman] })), refused: [{ stream: 'next', message: 'no' }] }),
    ),
  ).toEqual({
    targets: [
      {
        ...{
          stream: 'stable',
          branch: 'stable',
          worktree: false,
          commit: null,
          files: ['manifest-lock.overrides.yaml'],
        },
        entries: [
          {
            ...{ name: 'podman', file: 'manifest-lock.overrides.yaml', version: '6.11.4-201.fc40' },
            ...{ from: { x86_64: null }, change: 'added', effect: 'upgrade' },
          },
        ],
        effects: ['next-devel is closed'],
        message: '[stable] overrides: pin kernel\n\nSee: https://example.org/\n',
        notes: ['A note.'],
      },
    ],
    refused: [{ stream: 'next', message: 'no' }],
    notes: ['One for all.'],
    written: false,
  });
});
