/** Streams and changes as lines of a list. */
import type { PinChange, PinStream } from '../../server/protocol';

export interface LineText {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** A list shows one line of some 90 characters of each part: what other streams have, in brackets, is told with the plan. */
export function streamText({ stream, label, worktree, summary, effects, refused }: PinStream): LineText {
  const where = worktree ? `working tree (${label})` : label === stream ? '' : label;
  const parts = [summary, where, refused === undefined ? '' : 'cannot be chosen'];
  const words = effects.map(effect => effect.replace(/ \([^()]*\)$/, ''));
  return {
    label: stream,
    description: parts.filter(part => part !== '').join(', '),
    detail: refused ?? words.join('; '),
  };
}

export function changeText({ stream, branch, worktree, files, notes }: PinChange): LineText {
  const what = files.map(({ path }) => path).join(', ');
  const where = worktree ? 'edited in the working tree' : `one commit on ${branch}`;
  return { label: `${stream}: ${where}`, description: what, detail: notes.join(' ') };
}

/** "Apply: edit the working tree, commit to testing and stable" */
export function applyText(changes: readonly PinChange[]): string {
  const branches = changes.filter(({ worktree }) => !worktree).map(({ branch }) => branch);
  const edit = changes.some(({ worktree }) => worktree) ? ['edit the working tree'] : [];
  const commit = branches.length === 0 ? [] : [`commit to ${listed(branches)}`];
  return `Apply: ${[...edit, ...commit].join(', ')}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
