import { describe, expect, it } from 'vitest';
import { lockfileFault } from '../../../server/operations/lockfile-fault';
import { scopeOf } from './support';

const PATH = 'manifest-lock.overrides.yaml';
const fault = (text: string) => lockfileFault(scopeOf(PATH, { [PATH]: text }, []).file);

describe('lockfileFault', () => {
  it.each([
    ['', ':1: it is empty: it needs "packages: {}"'],
    ['# nothing\n', ':1: it is empty: it needs "packages: {}"'],
    ['- podman\n', ':1: it is no map with "packages"'],
    ['packages:\n', ':1: "packages" is no map: an empty one is {}'],
    ['metadata: {}\npackages: []\n', ':2: "packages" is no map: an empty one is {}'],
    ['packages:\n  crun:\n    evr: 1.17-1.fc40\n  podman:\n', ':4: podman is no map with "evr" or "evra"'],
    ['packages:\n  podman: 5:5.2.5-1.fc40\n', ':2: podman is no map with "evr" or "evra"'],
  ])('tells what is wrong with %j, and where', (text, message) => {
    expect(fault(text)).toBe(PATH + message);
  });

  it('tells where a text does not parse', () => {
    expect(fault('packages:\n  podman: {\n')).toMatch(/^manifest-lock\.overrides\.yaml:\d: it does not parse: .*[^.]$/);
  });

  it.each([
    '{}\n',
    'packages: {}\n',
    'packages:\n  podman:\n    metadata:\n',
    'packages:\n  crun: &a {evr: 1.17-1.fc40}\n  podman: *a\n',
  ])('lets %j pass: a reader gets along with it', text => expect(fault(text)).toBeUndefined());
});
