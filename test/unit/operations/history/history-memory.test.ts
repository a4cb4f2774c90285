import { expect, it } from 'vitest';
import type { GitRepository } from '../../../../server/git/git';
import { HistoryMemory } from '../../../../server/operations/history/history-memory';
import { lock } from './support';

/** Blobs `b0`, `b1`... of which each locks its own version; `read` is what was asked for, a list a time. */
function repository(): { readonly git: GitRepository; readonly read: (readonly string[])[] } {
  const read: (readonly string[])[] = [];
  const blobs = async (ids: readonly string[]) => {
    read.push(ids);
    if (ids.includes('gone')) throw new Error('blob gone is not in the repository');
    return new Map(ids.map(id => [id, Buffer.from(lock({ podman: `${id.slice(1)}-1` }))]));
  };
  return { git: { blobs } as Partial<GitRepository> as GitRepository, read };
}

const blobs = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `b${i}`, format: 'json' as const }));

it('reads in portions, and nothing twice', async () => {
  const { git, read } = repository();
  const memory = new HistoryMemory();
  const facts = await memory.facts(git, 'podman', [...blobs(130), ...blobs(3)]);
  expect(facts.get('b129')).toEqual({ kind: 'entry', evr: '129-1', type: undefined, reason: undefined });
  expect(read.map(ids => ids.length)).toEqual([64, 64, 2]);
  await memory.facts(git, 'podman', blobs(131));
  expect(read[3]).toEqual(['b130']);
  expect((await memory.facts(git, 'bash', blobs(1))).get('b0')).toEqual({ kind: 'absent' });
});

it('forgets what was asked for longest ago', async () => {
  const { git, read } = repository();
  const memory = new HistoryMemory(1, 2);
  await memory.facts(git, 'podman', blobs(1));
  await memory.facts(git, 'bash', blobs(1));
  await memory.facts(git, 'podman', blobs(1));
  expect(read).toHaveLength(3);
  const older = await memory.facts(git, 'podman', blobs(3));
  await memory.facts(git, 'podman', blobs(1));
  expect(read.at(-1)).toEqual(['b0']);
  // whoever still holds it keeps it
  expect(older.size).toBe(3);
});

it('says what git says, and asks again', async () => {
  const { git, read } = repository();
  const memory = new HistoryMemory();
  const wanted = [...blobs(70), { id: 'gone', format: 'json' as const }];
  await expect(memory.facts(git, 'podman', wanted)).rejects.toThrow('blob gone is not in the repository');
  await expect(memory.facts(git, 'podman', wanted)).rejects.toThrow('blob gone');
  // the first portion was understood
  expect(read.map(ids => ids.length)).toEqual([64, 7, 7]);
});

it('ends where it is told to', async () => {
  const { git, read } = repository();
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(new HistoryMemory().facts(git, 'podman', blobs(1), signal)).rejects.toThrow('enough');
  expect(read.length).toBeLessThan(2);
});
