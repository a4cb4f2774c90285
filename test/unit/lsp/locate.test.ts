import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { entriesIn, entryAt, placeAt } from '../../../server/lsp/locate';
import { OVERRIDES } from '../../support/fedora';

const lockfile = parseLockfile(OVERRIDES, 'yaml');
const at = (needle: string): number => OVERRIDES.indexOf(needle);

describe('placeAt', () => {
  it.each([
    ['podman:', 'podman', 'name', 'podman'],
    ['5:5.2.3', 'podman', 'version', '5:5.2.3-1.fc40'],
    ['FEDORA-2024-35', 'ignition', 'metadata', 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef'],
    ['evr: 2.20', 'ignition', 'entry', 'ignition'],
  ])('at %s is in %s: its %s', (needle, name, part, covered) => {
    const place = placeAt(lockfile, at(needle));
    expect(place).toMatchObject({ entry: { name }, part });
    expect(OVERRIDES.slice(place?.span.start, place?.span.end)).toBe(covered);
  });

  it('is nothing in the header and on `packages`', () => {
    expect(placeAt(lockfile, at('IMPORTANT'))).toBeUndefined();
    expect(placeAt(lockfile, at('packages:'))).toBeUndefined();
  });
});

describe('entryAt', () => {
  it('takes the ends of an entry for the entry', () => {
    expect(entryAt(lockfile, at('podman:'))?.name).toBe('podman');
    expect(entryAt(lockfile, OVERRIDES.trimEnd().length)?.name).toBe('podman');
  });

  it('works in JSON', () => {
    const text = '{"packages": {"bash": {"evra": "5.2.26-3.fc40.x86_64"}, "zlib": {}}}';
    expect(entryAt(parseLockfile(text, 'json'), text.indexOf('5.2'))?.name).toBe('bash');
  });
});

describe('entriesIn', () => {
  it('gives every entry a selection touches', () => {
    const names = (start: number, end: number) => entriesIn(lockfile, { start, end }).map(entry => entry.name);
    expect(names(0, OVERRIDES.length)).toEqual(['ignition', 'podman']);
    expect(names(at('2.20'), at('2.20'))).toEqual(['ignition']);
    expect(names(0, 3)).toEqual([]);
  });
});
