import { expect, it } from 'vitest';
import { effectiveSets } from '../../../../server/lockfile/layers';
import { packageMatrix } from '../../../../server/operations/history/package-matrix';
import { layerFiles } from '../../../support/branches';
import { BASE, lock, OVERRIDES, override } from './support';

function source(stream: string, basearches: readonly string[], texts: Readonly<Record<string, string>>) {
  return { stream, label: `origin/${stream}`, basearches, effective: effectiveSets(layerFiles(texts)) };
}

it('says what every stream has on every basearch, and what locked it', () => {
  const matrix = packageMatrix({
    name: 'podman',
    sources: [
      source('rawhide', ['x86_64', 'aarch64'], { [OVERRIDES]: override('podman', '5:5.3-1.fc42', 'pin', 'https://x') }),
      source('stable', ['x86_64', 's390x', 'm68k'], {
        [BASE]: lock({ podman: '5:5.2.4-1.fc40' }),
        'manifest-lock.s390x.json': lock({ podman: '5:5.2.3-1.fc40' }, 's390x'),
        'manifest-lock.overrides.s390x.yaml': 'packages:\n  podman:\n    evr: 5:5.2.4-2.fc40\n',
      }),
      source('next', ['x86_64'], { [BASE]: lock({ bash: '1-1' }) }),
    ],
  });
  expect(matrix.basearches).toEqual(['x86_64', 'aarch64', 's390x', 'm68k']);
  expect(matrix.rows.map(({ stream, label, versions }) => [stream, label, Object.fromEntries(versions)])).toEqual([
    [
      'rawhide',
      'origin/rawhide',
      {
        x86_64: { evr: '5:5.3-1.fc42', provenance: 'override', type: 'pin' },
        aarch64: { evr: '5:5.3-1.fc42', provenance: 'override', type: 'pin' },
      },
    ],
    [
      'stable',
      'origin/stable',
      {
        x86_64: { evr: '5:5.2.4-1.fc40', provenance: 'base', type: undefined },
        s390x: { evr: '5:5.2.4-2.fc40', provenance: 'override', type: undefined },
      },
    ],
    ['next', 'origin/next', {}],
  ]);
});
