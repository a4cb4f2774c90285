import { describe, expect, it } from 'vitest';
import { readRepoSettings } from '../../../server/config-repo/read-repo-settings';
import { TextLines } from '../../../server/lsp/convert';
import { MARKDOWN, PLAIN_TEXT } from '../../../server/lsp/markdown';
import {
  doSettingsCompletion,
  doSettingsHover,
  settingsCompletion,
  settingsHover,
} from '../../../server/lsp/settings-file';

const KNOWN = { streams: ['next', 'testing', 'stable'], repositories: ['fedora', 'fedora-updates'] };

/** `|` is the cursor. */
function complete(marked: string) {
  const text = marked.replace('|', '');
  const proposals = settingsCompletion(text, marked.indexOf('|'), KNOWN);
  const applied = proposals.map(
    ({ replace, newText }) => text.slice(0, replace.start) + newText + text.slice(replace.end),
  );
  return { proposals, labels: proposals.map(({ label }) => label), applied };
}

describe('settingsCompletion', () => {
  it('offers the keys that are not there yet', () => {
    expect(complete('|').labels).toEqual(['rules', 'streams', 'repositories', 'services', 'koji-tags', 'ignore']);
    expect(complete('rules: {}\nre|\nservices: {}\n').labels).toEqual([
      'streams',
      'repositories',
      'koji-tags',
      'ignore',
    ]);
    expect(complete('services:\n  koji: https://k.example\n  |').labels).toEqual(['bodhi', 'builds']);
    expect(complete('streams:\n  mine:\n    branch: x\n    |').labels).toEqual(['not-behind', 'promotes-to']);
    expect(complete('ignore:\n  - rule: graduated\n    |').labels).toEqual(['packages', 'files', 'reason']);
  });

  it('writes a key with what its value begins with', () => {
    expect(complete('|').applied.slice(0, 3)).toEqual(['rules:\n  ', 'streams:\n  ', 'repositories:\n  - ']);
    expect(complete('ignore:\n  - ru|').applied[0]).toBe('ignore:\n  - rule: ');
    expect(complete('ignore:\n  - rule: x\n    pa|').applied[0]).toBe('ignore:\n  - rule: x\n    packages:\n      - ');
    expect(complete('ignore:\n  |').applied[0]).toBe('ignore:\n  - rule: ');
    expect(complete('services: {ko|}').applied[0]).toBe('services: {koji: }');
    expect(complete('ru|le:\n  graduated: off\n').applied[0]).toBe('rules:\n  graduated: off\n');
  });

  it('offers rule codes with their descriptions and severities', () => {
    const { labels, proposals } = complete('rules:\n  graduated: off\n  new|');
    expect(labels).not.toContain('graduated');
    expect(proposals.find(({ label }) => label === 'newer-available')).toMatchObject({
      newText: 'newer-available: ',
      detail: 'default: hint',
      documentation: "A newer NEVRA is in the stream's repositories. Where not said: `hint`.",
    });
    expect(complete('ignore: [{rule: |, reason: x}]').labels).toContain('graduated');
  });

  it('offers severities, off in quotes', () => {
    const { labels, applied } = complete('rules:\n  graduated: |\n');
    expect(labels).toEqual(['off', 'error', 'warning', 'info', 'hint']);
    expect(applied.slice(0, 2)).toEqual(["rules:\n  graduated: 'off'\n", 'rules:\n  graduated: error\n']);
    expect(complete('rules: {graduated: "o|"}').applied[0]).toBe('rules: {graduated: "off"}');
  });

  it('offers streams and repositories of the surroundings', () => {
    expect(complete('streams:\n  |').labels).toEqual(KNOWN.streams);
    expect(complete('streams:\n  testing:\n    not-behind: [next, |]').labels).toEqual(['stable']);
    expect(complete('streams:\n  testing:\n    promotes-to:\n      - st|').applied).toEqual([
      'streams:\n  testing:\n    promotes-to:\n      - next',
      'streams:\n  testing:\n    promotes-to:\n      - stable',
    ]);
    expect(complete('repositories:\n  |').applied).toEqual([
      'repositories:\n  - fedora',
      'repositories:\n  - fedora-updates',
    ]);
    expect(complete('repositories: [fedora, |]').labels).toEqual(['fedora-updates']);
  });

  it.each([
    '# |',
    'rules: |',
    'services: {koji: |}',
    'nonsense:\n  |',
    'ignore:\n  - reason: |',
    'rules:\n  graduated: off |',
  ])('offers nothing in %j', marked => {
    expect(complete(marked).labels).toEqual([]);
  });

  it('offers what the parser takes', () => {
    for (const marked of ['rules:\n  graduated: |', 'streams:\n  testing: {promotes-to: [|]}', 'repositories:\n  |']) {
      const { applied } = complete(marked);
      expect(applied.length).toBeGreaterThan(1);
      const problems = applied.flatMap(text => readRepoSettings(text, { repositories: KNOWN.repositories }).problems);
      expect(problems).toEqual([]);
    }
  });
});

describe('settingsHover', () => {
  const hover = (marked: string) => settingsHover(marked.replace('|', ''), marked.indexOf('|'));

  it.each([
    ['ru|les: {}', 'Severity of rules', /^Severity of each rule by its code/],
    ['rules: {gradu|ated: off}', 'graduated', /^A fast-track that the repositories have caught up with\./],
    ['rules: {graduated: o|ff}', 'off', /^The rule is not run\.$/],
    ['streams: {mi|ne: {}}', 'Release stream', /^A release stream/],
    ['streams: {mine: {not-b|ehind: []}}', 'Streams not to fall behind', /stream-downgrade/],
    ['streams: {mine: {not-behind: [sta|ble]}}', 'Streams not to fall behind', /stream-downgrade/],
    ['repositories: [fed|ora]', 'Further repositories', /^Ids of repositories/],
    ['ignore: [{rule: gradu|ated}]', 'graduated', /^A fast-track that the repositories have caught up with\.$/],
    ['services: {ko|ji: x}', 'koji', /kojihub/],
  ])('%s', (marked, title, description) => {
    expect(hover(marked)).toMatchObject({ title, description: expect.stringMatching(description) });
  });

  it.each(['nonse|nse: 1', 'rules: {nonse|nse: off}', '# ru|les'])('has nothing to say of %s', marked => {
    expect(hover(marked)).toBeUndefined();
  });
});

describe('as LSP', () => {
  it('completes in order, with exact edits', () => {
    const lines = new TextLines('rules:\n  graduated: o\n', 'utf-16');
    const { items } = doSettingsCompletion(lines, lines.text.indexOf(': o') + 3, KNOWN);
    expect(items[1]).toMatchObject({
      label: 'error',
      sortText: '00001',
      textEdit: { newText: 'error', range: { start: { line: 1, character: 13 }, end: { line: 1, character: 14 } } },
    });
  });

  it('hovers in Markdown and in plain text', () => {
    const lines = new TextLines('rules: {graduated: info}\n', 'utf-16');
    expect(doSettingsHover(lines, 10, MARKDOWN)).toEqual({
      contents: {
        kind: 'markdown',
        value: '**graduated**\n\nA fast-track that the repositories have caught up with. Where not said: `info`.',
      },
      range: { start: { line: 0, character: 8 }, end: { line: 0, character: 17 } },
    });
    expect(doSettingsHover(lines, 10, PLAIN_TEXT)?.contents).toEqual({
      kind: 'plaintext',
      value: 'graduated\n\nA fast-track that the repositories have caught up with. Where not said: info.',
    });
    expect(doSettingsHover(lines, 24, MARKDOWN)).toBeUndefined();
  });
});
