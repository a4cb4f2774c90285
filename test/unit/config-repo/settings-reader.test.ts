import { describe, expect, it } from 'vitest';
import { SettingsFile } from '../../../server/config-repo/settings-reader';

describe('SettingsFile', () => {
  it('takes the last of equal keys and tells of the others', () => {
    const file = new SettingsFile('f', 'a: 1\nb: 2\na: 3\n');
    expect(file.members(file.root, ['a']).get('a')?.text).toBe('3');
    expect(file.problems.map(({ message }) => message)).toEqual([
      'The key a is there twice.',
      "Unknown key 'b'. Known: a.",
    ]);
  });

  it('knows rules where it is told which there are', () => {
    const file = new SettingsFile('f', 'stale-pin');
    const span = { start: 0, end: 9 };
    expect(file.isRule('stale-pin', span, undefined)).toBe(true);
    expect(file.isRule('stale-pin', span, ['stale-pin'])).toBe(true);
    expect(file.isRule('stale-pin', span, ['stale-pins'])).toBe(false);
    expect(file.problems).toEqual([
      { path: 'f', span, message: "No rule has the code 'stale-pin'. Did you mean 'stale-pins'?" },
    ]);
  });
});
