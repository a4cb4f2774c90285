import { describe, expect, it } from 'vitest';
import type { LockfileRef } from '../../../../server/config-repo/model';
import { parseLockfileName } from '../../../../server/lockfile/name';
import { sideLayers } from '../../../../server/operations/diff/side-layers';
import { layerFiles } from '../../../support/branches';

const LOCK = '{"packages": {"bash": {"evra": "5.2.26-3.fc40.x86_64"}}}';
const X86 = 'manifest-lock.x86_64.json';
const ARM = 'manifest-lock.aarch64.json';
const COMMON = 'manifest-lock.overrides.yaml';
const OF_ARM = 'manifest-lock.overrides.aarch64.yaml';
const ARCHES = ['x86_64', 'aarch64'];

function refs(paths: readonly string[]): LockfileRef[] {
  return paths.flatMap(path => {
    const name = parseLockfileName(path);
    return name ? [{ path, name }] : [];
  });
}

/** Texts by name; null: listed, and not readable. */
function layers(texts: Record<string, string | null>, problems: readonly string[] = [], repository = ARCHES) {
  const readable = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== null);
  return sideLayers(
    { lockfiles: refs(Object.keys(texts)), files: layerFiles(Object.fromEntries(readable)), problems },
    repository,
  );
}

const paths = ({ files }: ReturnType<typeof layers>) => files.map(({ path }) => path);

describe('sideLayers', () => {
  it('takes all of a healthy tree', () => {
    const found = layers({ [X86]: LOCK, [ARM]: LOCK, [COMMON]: 'packages: {}\n' });
    expect(found).toMatchObject({ basearches: ARCHES, hasBase: true, missing: new Map(), notes: [] });
    expect(paths(found)).toEqual([X86, ARM, COMMON]);
  });

  it.each([
    ['{"packages": {\n  "bash"', /^manifest-lock\.aarch64\.json has a syntax error: .* \(line \d\)\.$/],
    ['{"metadata": {}}', /^manifest-lock\.aarch64\.json has no packages\.$/],
    ['', /^manifest-lock\.aarch64\.json has no packages\.$/],
  ])('leaves out the basearch of the base lock %j', (text, why) => {
    const found = layers({ [X86]: LOCK, [ARM]: text });
    expect([...found.missing]).toEqual([['aarch64', expect.stringMatching(why)]]);
    expect(paths(found)).toEqual([X86]);
    expect(found.notes).toEqual([]);
  });

  it('leaves out that of one that cannot be read', () => {
    const found = layers({ [X86]: LOCK, [ARM]: null }, [`cannot read ${ARM}: it is not UTF-8`]);
    expect(found.missing).toEqual(new Map([['aarch64', `cannot read ${ARM}: it is not UTF-8.`]]));
    expect(found.notes).toEqual([]);
  });

  it('says which basearches of the repository have no base lock', () => {
    const found = layers({ [X86]: LOCK }, [], ['x86_64', 'aarch64', 's390x']);
    expect(found.basearches).toEqual(['x86_64', 'aarch64', 's390x']);
    expect(found.missing).toEqual(
      new Map([
        ['aarch64', 'There is no base lock.'],
        ['s390x', 'There is no base lock.'],
      ]),
    );
  });

  it('knows basearches that the repository does not have now', () => {
    const found = layers({ [X86]: LOCK, 'manifest-lock.riscv64.json': LOCK });
    expect(found.basearches).toEqual(['x86_64', 'aarch64', 'riscv64']);
    expect([...found.missing.keys()]).toEqual(['aarch64']);
  });

  it('counts base locks though overrides are broken, and says that those do not count', () => {
    const found = layers({ [X86]: LOCK, [ARM]: LOCK, [COMMON]: 'packages:\n  bash: [\n', [OF_ARM]: 'packages: []\n' });
    expect(paths(found)).toEqual([X86, ARM]);
    expect(found.missing).toEqual(new Map());
    expect(found.notes).toEqual([
      expect.stringMatching(
        /^manifest-lock\.overrides\.yaml has a syntax error: .* \(line \d\)\. Its overrides are not counted\.$/,
      ),
      'manifest-lock.overrides.aarch64.yaml has no packages. Its overrides are not counted on aarch64.',
    ]);
    expect(found.unread).toEqual(found.notes);
  });

  it('tells what else is wrong', () => {
    const found = layers({ [X86]: LOCK, [ARM]: LOCK, [COMMON]: null }, ['HEAD cannot be read', `${COMMON} is gone.`]);
    expect(found.notes).toEqual([`${COMMON} is gone. Its overrides are not counted.`, 'HEAD cannot be read.']);
    expect(found.unread).toEqual([`${COMMON} is gone. Its overrides are not counted.`]);
  });

  it('tells no base locks at all from broken ones', () => {
    expect(layers({ [COMMON]: 'packages: {}\n' })).toMatchObject({ hasBase: false, missing: new Map() });
    expect(layers({ [X86]: '{', [COMMON]: 'packages: {}\n' }).hasBase).toBe(true);
  });
});
