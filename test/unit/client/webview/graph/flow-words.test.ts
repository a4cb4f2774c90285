import { describe, expect, it } from 'vitest';
import {
  arrowSentence,
  boxLines,
  boxSentence,
  flowWords,
  securityText,
} from '../../../../../client/webview/graph/flow-words';
import type { StreamFeed, StreamRow } from '../../../../../server/protocol';

const item = { name: 'sudo', source: 'sudo', text: '' };

const NONE = { added: 0, upgraded: 0, downgraded: 0, removed: 0 };

function feed(words: string): StreamFeed {
  return {
    from: 'testing',
    spec: 'testing',
    likely: true,
    summary: {
      packages: NONE,
      sources: NONE,
      rebuilds: 0,
      unchanged: 0,
      overridesLost: 0,
      overridesGained: 0,
      overridesChanged: 0,
    },
    signs: '^20',
    words,
    downgrades: [],
    lostOverrides: [],
  };
}

const STABLE: StreamRow = {
  stream: 'stable',
  label: 'origin/stable',
  spec: 'stable',
  worktree: false,
  releasever: '40',
  commit: { id: '3a71e3cf', subject: 'tree: promote changes', committed: 1_729_501_581 },
  overrides: 3,
  closed: false,
  locks: '',
  feeds: [],
  uri: undefined,
};

describe('what flows', () => {
  it('has a word for security fixes, which the signs know nothing of', () => {
    expect(securityText({ ...feed('1 upgraded'), security: [{ ...item, advisories: [] }] })).toBe('1 security');
    expect(securityText(feed('1 upgraded'))).toBe('');
  });

  it('in words', () => {
    expect(flowWords(feed('12 added; 2 overrides lost'))).toBe('12 added; 2 overrides lost');
    expect(flowWords({ ...feed('1 upgraded'), security: [{ ...item, advisories: [] }] })).toBe(
      '1 upgraded; security fixes for 1 source package',
    );
    expect(arrowSentence({ ...feed('20 upgraded'), likely: false }, STABLE)).toBe(
      'testing to stable: 20 upgraded. Not where the next promotion would come from. Compare stable with testing.',
    );
  });
});

describe('what a box says', () => {
  it('in three lines', () => {
    expect(boxLines(STABLE)).toEqual(['origin/stable', '40 · 2024-10-21', '3 overrides']);
    const own = { ...STABLE, stream: 'next-devel', label: 'working tree', worktree: true, closed: true, overrides: 1 };
    expect(boxLines(own)).toEqual(['next-devel', '40 · 2024-10-21', '1 override · working tree · closed']);
  });

  it('in a sentence', () => {
    expect(boxSentence(STABLE)).toBe(
      'stable (origin/stable), release 40, 3 overrides, last commit 2024-10-21: tree: promote changes',
    );
    const { releasever, commit, ...bare } = STABLE;
    expect(boxSentence({ ...bare, label: 'stable', closed: true, locks: 'It has no base locks.' })).toBe(
      'stable, closed, 3 overrides, It has no base locks.',
    );
  });
});
