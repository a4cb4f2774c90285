import { describe, expect, it } from 'vitest';
import { advisoryCell, details, fenced, mdReference, mdTable } from '../../../../server/operations/diff/markdown-parts';

it('leaves out columns that are empty', () => {
  expect(mdTable(['A', 'B', 'C'], [['1', '', '3'], ['4']])).toBe('| A | C |\n| --- | --- |\n| 1 | 3 |\n| 4 |  |');
});

it('folds with a summary that is text', () => {
  expect(details('a <b> & c', 'x')).toBe('<details>\n<summary>a &lt;b&gt; &amp; c</summary>\n\nx\n\n</details>');
});

it('fences lines so that none of them ends the fence', () => {
  expect(fenced(['- a', '```', '- @b\u001b'])).toBe('````text\n- a\n```\n- @b\\u001b\n````');
  expect(fenced(['a'])).toBe('```text\na\n```');
});

describe('mdReference', () => {
  it.each([
    [
      'https://github.com/coreos/fedora-coreos-tracker/issues/1752',
      '[coreos/fedora-coreos-tracker#1752](<https://github.com/coreos/fedora-coreos-tracker/issues/1752>)',
    ],
    [
      'https://github.com/o/r/pull/3#issuecomment-1',
      '[github.com/o/r/pull/3#issuecomment-1](<https://github.com/o/r/pull/3#issuecomment-1>)',
    ],
    [
      'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638',
      '[FEDORA-2024-f0fd63c638](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>)',
    ],
    ['file:///etc/passwd', 'file\\:///etc/passwd'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['*because*', '\\*because\\*'],
  ])('%s', (text, markdown) => {
    expect(mdReference(text)).toBe(markdown);
  });
});

it('says of an advisory how grave it is, and what state it is in where it is not stable', () => {
  const advisory = {
    id: 'FEDORA-2024-1',
    title: 't',
    type: 'security',
    severity: 'none',
    cves: [],
    issued: undefined,
    url: undefined,
    status: 'testing',
  } as const;
  expect(advisoryCell(advisory)).toBe('FEDORA-2024-1 (security, testing)');
  expect(advisoryCell({ ...advisory, severity: 'critical', status: 'stable', url: 'https://b/1' })).toBe(
    '[FEDORA-2024-1](<https://b/1>) (critical)',
  );
});
