import { describe, expect, it } from 'vitest';
import type { Ports } from '../../../server/cli/ports';
import { chosenArches, settingsOf } from '../../../server/cli/settings';

const LOCKED = ['aarch64', 'ppc64le', 's390x', 'x86_64'];

describe('settingsOf', () => {
  const services = (values: Parameters<typeof settingsOf>[0]) =>
    settingsOf(values, { cwd: '/', cacheFolder: '/cache' } as unknown as Ports).services;

  it('has the services that are named, and no others', () => {
    expect(services({})).toEqual({});
    const given = { koji: 'off', bodhi: 'http://127.0.0.1:8080', builds: 'https://builds.example/' };
    expect(services(given)).toEqual(given);
  });

  it.each([
    ['http://koji.example/kojihub', 'http://koji.example/kojihub'],
    ['koji.example', 'koji.example'],
    ['https://me:secret@koji.example', 'https://me:***@koji.example'],
    ['of', 'of'],
  ])('refuses %s', (koji, shown) => {
    expect(() => services({ koji })).toThrow(
      `--koji must be an address that begins with https:// (http:// on this machine only), or off, not "${shown}"`,
    );
  });
});

describe('chosenArches', () => {
  it.each([
    ['the whole repository', undefined, [], ['x86_64']],
    ['the common file', undefined, [undefined], ['x86_64']],
    ['one arch file', undefined, ['s390x'], ['s390x']],
    ['the common file and an arch file', undefined, [undefined, 's390x'], ['x86_64', 's390x']],
    ['what is asked for', 'aarch64,s390x', [undefined], ['aarch64', 's390x']],
    ['all', 'all', ['s390x'], LOCKED],
  ])('%s', (_, value, files, expected) => {
    expect(chosenArches(value, LOCKED, files)).toEqual(expected);
  });

  it('falls back on the first basearch of a repository without x86_64', () => {
    expect(chosenArches(undefined, ['riscv64'], [])).toEqual(['riscv64']);
  });

  it('refuses a basearch that the repository does not lock', () => {
    expect(() => chosenArches('riscv64', LOCKED, [])).toThrow(
      '--arch: the repository locks aarch64, ppc64le, s390x, x86_64, not riscv64',
    );
  });
});
