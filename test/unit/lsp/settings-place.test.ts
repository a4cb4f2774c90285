import { describe, expect, it } from 'vitest';
import { settingsPlace, settingsWord } from '../../../server/lsp/settings-place';

/** `|` is the cursor. */
function place(marked: string) {
  const text = marked.replace('|', '');
  const found = settingsPlace(text, marked.indexOf('|'));
  return found && { ...found, word: text.slice(found.replace.start, found.replace.end), siblings: [...found.siblings] };
}

describe('settingsPlace', () => {
  it.each([
    ['|', 'key', []],
    ['ru|', 'key', []],
    ['ru|les:\n', 'key', []],
    ['rules:\n  |', 'key', ['rules']],
    ['rules:\n  a: info\n  b|\n', 'key', ['rules']],
    ['rules: {a|}', 'key', ['rules']],
    ['rules: {a: info, |', 'key', ['rules']],
    ['rules:\n  a: |', 'value', ['rules', 'a']],
    ['rules: {a: o|}', 'value', ['rules', 'a']],
    ['streams:\n  mine:\n    not-behind: [a, |]', 'value', ['streams', 'mine', 'not-behind', 1]],
    ['ignore:\n- r|', 'key', ['ignore', 0]],
    ['ignore:\n- rule: a\n  |', 'key', ['ignore', 0]],
    ['ignore:\n- rule: a\n- |', 'key', ['ignore', 1]],
    ['ignore: [{rule: |}]', 'value', ['ignore', 0, 'rule']],
  ])('%j: %s of %j', (marked, at, path) => {
    expect(place(marked)).toMatchObject({ at, path });
  });

  it.each(['# ru|', 'rules: # |', 'rules:|', 'services: {koji: https://ko|}', 'reason: a b |'])(
    'nothing in %j',
    marked => {
      expect(place(marked)).toBeUndefined();
    },
  );

  it('knows the word, its quote, the colon behind it, and what stands beside it', () => {
    expect(place("rules:\n  'gra|d': info\n  b: off\n")).toMatchObject({
      word: "'grad'",
      quote: "'",
      hasColon: true,
      startsLine: true,
      indent: '  ',
      siblings: ['b'],
    });
    expect(place('ignore:\n  - files: [a, b|c]\n')).toMatchObject({
      word: 'bc',
      hasColon: false,
      startsLine: false,
      flow: true,
      siblings: ['a'],
    });
    expect(place('ignore:\n  - fi|\n')).toMatchObject({ indent: '    ', startsLine: true, flow: false });
  });
});

describe('settingsWord', () => {
  it.each([
    ['ru|les: {a: off}', 'key', ['rules'], 'rules'],
    ['rules: {|a: off}', 'key', ['rules', 'a'], 'a'],
    ['rules: {a: "of|f"}', 'value', ['rules', 'a'], 'off'],
    ['repositories:\n- a\n- b|\n', 'value', ['repositories', 1], 'b'],
  ])('%j: %s of %j', (marked, at, path, word) => {
    expect(settingsWord(marked.replace('|', ''), marked.indexOf('|'))).toMatchObject({ at, path, text: word });
  });

  it.each(['rules: |{a: off}', '# ru|les', 'rules: |'])('nothing in %j', marked => {
    expect(settingsWord(marked.replace('|', ''), marked.indexOf('|'))).toBeUndefined();
  });
});
