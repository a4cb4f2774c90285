import { describe, expect, it } from 'vitest';
import { applyText, changeText, streamText } from '../../../../client/pin/stream-text';
import type { PinChange } from '../../../../server/protocol';

const change = (stream: string, worktree: boolean): PinChange => ({
  stream,
  worktree,
  branch: stream,
  message: '[stable] overrides: pin kernel-6.11.4-201.fc40\n',
  files: [{ path: 'manifest-lock.overrides.yaml', before: 'packages: {}\n', after: '' }],
  notes: ['kernel goes back on s390x.'],
});

describe('streamText', () => {
  const stable = {
    stream: 'stable',
    label: 'origin/stable',
    worktree: false,
    summary: 'kernel 6.11.3-200.fc40 -> 6.11.4-201.fc40',
    effects: ['upgrade', 'skips testing (6.11.3-200.fc40 there)'],
    preselected: false,
  };
  it('shows what the stream has, what it would get and what comes of it', () => {
    expect(streamText(stable)).toEqual({
      label: 'stable',
      description: 'kernel 6.11.3-200.fc40 -> 6.11.4-201.fc40, origin/stable',
      detail: 'upgrade; skips testing',
    });
  });
  it('names no branch that is called like its stream', () => {
    const { description } = streamText({ ...stable, label: 'stable' });
    expect(description).toBe('kernel 6.11.3-200.fc40 -> 6.11.4-201.fc40');
  });
  it('says why it cannot be chosen', () => {
    expect(streamText({ ...stable, summary: '', worktree: true, label: 'main', refused: 'it is checked out' })).toEqual(
      {
        label: 'stable',
        description: 'working tree (main), cannot be chosen',
        detail: 'it is checked out',
      },
    );
  });
});

it('says of a change where it goes', () => {
  expect(changeText(change('stable', false))).toEqual({
    label: 'stable: one commit on stable',
    description: 'manifest-lock.overrides.yaml',
    detail: 'kernel goes back on s390x.',
  });
  expect(changeText(change('testing-devel', true)).label).toBe('testing-devel: edited in the working tree');
});

it('says what applying does', () => {
  expect(applyText([change('testing-devel', true), change('testing', false), change('stable', false)])).toBe(
    'Apply: edit the working tree, commit to testing and stable',
  );
  expect(applyText([change('stable', false)])).toBe('Apply: commit to stable');
  expect(applyText([change('testing-devel', true)])).toBe('Apply: edit the working tree');
});
