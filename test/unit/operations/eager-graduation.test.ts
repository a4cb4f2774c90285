import { describe, expect, it } from 'vitest';
import { eagerFates } from '../../../server/operations/eager-graduation';
import { availability, type PackageLine, repository } from '../../support/availability';
import { scopeOf } from './support';

const PATH = 'manifest-lock.overrides.yaml';
const known = (...packages: readonly PackageLine[]) =>
  availability('x86_64', [
    repository({ id: 'fedora', priority: 1 }, [['podman', '5:5.0.1-1.fc40', 'x86_64']]),
    repository({ id: 'fedora-updates' }, packages),
    repository({ id: 'fedora-coreos-pool', role: 'pool' }, [['podman', '5:5.9.0-1.fc40', 'x86_64']]),
  ]);

/** `name: kind` or the message of what the tool would fail at. */
function fates(text: string, packages: readonly PackageLine[] = []) {
  const { file } = scopeOf(PATH, { [PATH]: text }, []);
  const found = eagerFates(file, 'x86_64', known(...packages));
  if (typeof found === 'string') return found;
  return Object.fromEntries([...found].map(([{ name }, fate]) => [name, fate.kind]));
}

const fastTrack = (name: string, version: string) =>
  `packages:\n  ${name}:\n    ${version}\n    metadata: {type: fast-track}\n`;

describe('eagerFates', () => {
  it('takes the newest of all repositories, whatever their priority, and not the pool', () => {
    const text = fastTrack('podman', 'evr: 5:5.2.5-1.fc40');
    expect(fates(text, [['podman', '5:5.2.5-1.fc40', 'x86_64']])).toEqual({ podman: 'drop' });
    expect(fates(text, [['podman', '5:5.3.0-1.fc40', 'x86_64']])).toEqual({ podman: 'drop' });
    expect(fates(text)).toEqual({ podman: 'stay' });
  });

  it.each<[version: string, PackageLine, kind: string]>([
    ['evra: 1-1.noarch', ['conmon', '1-1', 'noarch'], 'drop'],
    ['evra: 1-1.noarch', ['conmon', '2-1', 'x86_64'], 'stay'],
    ['evr: 1-1', ['conmon', '2-1', 'noarch'], 'stay'],
    ['evra: 1-1.aarch64', ['conmon', '2-1', 'x86_64'], 'stay'],
    ['evra: 1-1.x86_64', ['conmon', '1-1', 'x86_64'], 'drop'],
    ["evr: '0:1-1'", ['conmon', '1-1', 'x86_64'], 'drop'],
  ])('wants the very arch: %j against %j', (version, line, kind) => {
    expect(fates(fastTrack('conmon', version), [line])).toEqual({ conmon: kind });
  });

  it('lets evra go before evr', () => {
    const text = fastTrack('conmon', 'evr: 3-1\n    evra: 1-1.noarch');
    expect(fates(text, [['conmon', '1-1', 'noarch']])).toEqual({ conmon: 'drop' });
  });

  it('leaves alone what is no fast-track, usable or not', () => {
    const text = 'packages:\n  a: {evr: 1-1}\n  b: {metadata: {type: pin}}\n  c: {evr: x, metadata: {type: other}}\n';
    expect(fates(text)).toEqual({ a: 'stay', b: 'pin', c: 'stay' });
  });

  it.each([
    ['evr: 5.2.5', ':2: podman has no usable version'],
    ['digest: sha256:00', ':2: podman has no usable version'],
    ['evr: 1.10', ':2: podman has no usable version'],
    ['evra: 1-1', ':2: podman has no usable version'],
  ])('fails at %j, as the tool does', (version, message) => {
    expect(fates(fastTrack('podman', version))).toBe(PATH + message);
  });

  it('fails at metadata that are no map', () => {
    expect(fates('packages:\n  podman:\n    evr: 1-1\n    metadata:\n')).toBe(
      `${PATH}:4: the metadata of podman is no map`,
    );
  });
});
