import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import { type Addition, addToOverrides } from '../../../server/operations/add-to-overrides';
import { layerFile } from '../../support/branches';

const file = (path: string, text: string) => {
  const found = layerFile(path, text);
  if (!found) throw new Error(path);
  return found;
};
const common = file('manifest-lock.overrides.yaml', 'packages:\n  bash:\n    evr: 5-1\n');
const aarch64 = file('manifest-lock.overrides.aarch64.yaml', 'packages: {}\n');
const base = file('manifest-lock.aarch64.json', '{"packages": {}}');
const addition = (name: string, arch?: string): Addition => ({ name, arch, entry: { evr: '2-1' } });

describe('addToOverrides', () => {
  it('edits the file of each arch', () => {
    const added = addToOverrides([base, common, aarch64], common, [
      addition('acl'),
      addition('veritysetup', 'aarch64'),
      addition('crun'),
    ]);
    expect(added?.edits.map(({ path }) => path)).toEqual([common, aarch64].map(({ path }) => path));
    const [first, second] = added?.edits ?? [];
    expect(applyEdits(common.lockfile.text, first?.edits ?? [])).toBe(
      'packages:\n  acl:\n    evr: 2-1\n  bash:\n    evr: 5-1\n  crun:\n    evr: 2-1\n',
    );
    expect(applyEdits(aarch64.lockfile.text, second?.edits ?? [])).toBe('packages:\n  veritysetup:\n    evr: 2-1\n');
    expect(added?.creates).toEqual([]);
  });

  it('makes the file that is not there, beside the other', () => {
    const nested = { ...common, path: 'overlay/manifest-lock.overrides.yaml' };
    expect(addToOverrides([nested, base], nested, [addition('acl', 's390x')])).toEqual({
      edits: [],
      creates: [
        {
          path: 'overlay/manifest-lock.overrides.s390x.yaml',
          text: `${OVERRIDES_HEADER}\npackages:\n  acl:\n    evr: 2-1\n`,
        },
      ],
    });
  });

  it('gives nothing where a name is there, or the file does not parse', () => {
    expect(addToOverrides([common], common, [addition('bash')])).toBeUndefined();
    const broken = file('manifest-lock.overrides.s390x.yaml', 'packages: {\n');
    expect(addToOverrides([common, broken], common, [addition('acl', 's390x')])).toBeUndefined();
  });
});
