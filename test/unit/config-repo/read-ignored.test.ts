import { describe, expect, it } from 'vitest';
import { readIgnored } from '../../../server/config-repo/read-ignored';
import { SettingsFile } from '../../../server/config-repo/settings-reader';

function read(text: string) {
  const file = new SettingsFile('.manifest-lock.yaml', text);
  const ignored = readIgnored(file, file.root, ['graduated', 'stale-pin']);
  return { ignored, problems: file.problems.map(({ span, message }) => [text.slice(span?.start, span?.end), message]) };
}

const NO_REASON = "An item of 'ignore' counts only with a 'reason' that says why.";

describe('readIgnored', () => {
  it('reads items with their places', () => {
    const text =
      '- rule: graduated\n  reason: " waits for 44 "\n- {rule: stale-pin, packages: [kernel, "*-libs"], reason: x}\n';
    const { ignored, problems } = read(text);
    expect(problems).toEqual([]);
    expect(ignored).toMatchObject([
      { rule: 'graduated', packages: undefined, files: undefined, reason: 'waits for 44' },
      { rule: 'stale-pin', packages: ['kernel', '*-libs'], files: undefined, reason: 'x' },
    ]);
    expect(ignored.map(({ span }) => text.slice(span.start, span.start + 8))).toEqual(['rule: gr', '{rule: s']);
  });

  it.each([
    ['- graduated', 'graduated', "Each item of 'ignore' must be a map with 'rule' and 'reason'."],
    ['- {reason: x}', '{reason: x}', "'rule' is missing: the code of the rule whose findings are not to be told."],
    ['- {rule: [a], reason: x}', '[a]', "'rule' must be a string."],
    ['- {rule: stale-pins, reason: x}', 'stale-pins', "No rule has the code 'stale-pins'. Did you mean 'stale-pin'?"],
    ['- {rule: graduated}', '{rule: graduated}', NO_REASON],
    ['- {rule: graduated, reason: " "}', '" "', NO_REASON],
    ['- {rule: graduated, reason: ~}', '~', NO_REASON],
    ['- {rule: graduated, reason: 5}', '5', "'reason' must be a string."],
    ['- {rule: graduated, package: [a], reason: x}', 'package', "Unknown key 'package'. Did you mean 'packages'?"],
    ['- {rule: graduated, packages: a, reason: x}', 'a', "'packages' must be a list."],
    ['- {rule: graduated, packages: [a, 7], reason: x}', '7', "'packages' must be a string."],
    [
      '- {rule: graduated, packages: [], reason: x}',
      '[]',
      "'packages' is empty: leave it out where the item is about all of them.",
    ],
    ['- {rule: graduated, files: [""], reason: x}', '""', "'files' has an empty pattern."],
  ])('counts no item with a mistake: %s', (text, at, message) => {
    const { ignored, problems } = read(text);
    expect(problems).toEqual([[at, message]]);
    expect(ignored).toEqual([]);
  });

  it('counts the others', () => {
    const { ignored } = read('- {rule: graduated}\n- {rule: graduated, reason: x}\n');
    expect(ignored.map(({ reason }) => reason)).toEqual(['x']);
  });

  it('tells of a list that is none', () => {
    const file = new SettingsFile('f', 'ignore: {}');
    expect(readIgnored(file, file.root.members()[0]?.value, undefined)).toEqual([]);
    expect(file.problems.map(({ message }) => message)).toEqual(["'ignore' must be a list."]);
  });
});
