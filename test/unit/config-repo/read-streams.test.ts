import { describe, expect, it } from 'vitest';
import { readStreams } from '../../../server/config-repo/read-streams';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import { SettingsFile } from '../../../server/config-repo/settings-reader';

function read(text: string) {
  const file = new SettingsFile('.manifest-lock.yaml', text);
  const streams = readStreams(file, file.root);
  return { streams, problems: file.problems.map(({ span, message }) => [text.slice(span?.start, span?.end), message]) };
}

describe('readStreams', () => {
  it("gives Fedora CoreOS's where the file has none", () => {
    const file = new SettingsFile('f', '');
    expect(readStreams(file, undefined)).toBe(DEFAULT_REPO_SETTINGS.streams);
  });

  it("replaces Fedora CoreOS's key by key", () => {
    const { streams, problems } = read(
      'testing: {branch: my-testing}\nnext: {not-behind: []}\ntesting-devel: {promotes-to: [testing]}\n',
    );
    expect(problems).toEqual([]);
    expect(streams.get('testing')).toEqual({
      name: 'testing',
      branch: 'my-testing',
      notBehind: ['stable'],
      promotesTo: ['stable'],
    });
    expect(streams.get('next')).toMatchObject({ branch: 'next', notBehind: [] });
    expect(streams.get('testing-devel')?.promotesTo).toEqual(['testing']);
    expect(streams.get('next-devel')).toEqual(DEFAULT_REPO_SETTINGS.streams.get('next-devel'));
  });

  it('knows streams that stand further down', () => {
    const { streams, problems } = read('a: {promotes-to: [b, b], not-behind: [b]}\nb: {branch: release/9.8}\n');
    expect(problems).toEqual([]);
    expect(streams.get('a')).toMatchObject({ promotesTo: ['b'], notBehind: ['b'] });
    expect(streams.get('b')?.branch).toBe('release/9.8');
  });

  it.each([
    ['a: {promote-to: [stable]}', 'promote-to', "Unknown key 'promote-to' in 'a'. Did you mean 'promotes-to'?"],
    ['a: main', 'main', "'a' must be a map."],
    ['a: {branch: 5}', '5', "'a.branch' must be a string."],
    [
      'a: {branch: refs/heads/a}',
      'refs/heads/a',
      "'refs/heads/a' is no short name of a branch, such as 'stable' or 'rhel-9.8'.",
    ],
    ['a: {branch: a b}', 'a b', "'a b' is no short name of a branch, such as 'stable' or 'rhel-9.8'."],
    ['testing: {not-behind: stable}', 'stable', "'testing.not-behind' must be a list."],
    ['a: {not-behind: [stabel]}', 'stabel', "No stream is called 'stabel'. Did you mean 'stable'?"],
    ['a: {promotes-to: [a]}', 'a', "The stream 'a' cannot stand in such a relation to itself."],
    [
      'stable: {promotes-to: [testing]}',
      'testing',
      'Promotions must not go round in a circle: stable > testing > stable.',
    ],
    [
      'stable: {promotes-to: [testing-devel]}',
      'testing-devel',
      'Promotions must not go round in a circle: stable > testing-devel > testing > stable.',
    ],
    ['a: {promotes-to: [b]}\nb: {promotes-to: [a]}', 'a', 'Promotions must not go round in a circle: b > a > b.'],
  ])('%s', (text, at, message) => {
    expect(read(text).problems).toEqual([[at, message]]);
  });

  it('keeps what is usual where a key is wrong, and what is right of a list', () => {
    const { streams, problems } = read(
      'testing: {branch: "..", not-behind: stable, promotes-to: [nowhere, stable, next]}\nb: {promotes-to: [5]}',
    );
    expect(problems).toHaveLength(4);
    expect(streams.get('testing')).toEqual({
      name: 'testing',
      branch: 'testing',
      notBehind: ['stable'],
      promotesTo: ['stable', 'next'],
    });
  });

  it('drops only the promotion that closes a circle', () => {
    const { streams } = read('stable: {promotes-to: [testing, rawhide]}');
    expect(streams.get('stable')?.promotesTo).toEqual(['rawhide']);
    expect(streams.get('testing')?.promotesTo).toEqual(['stable']);
  });
});
