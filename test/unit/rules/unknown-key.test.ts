import { describe, expect, it } from 'vitest';
import { unknownKey } from '../../../server/rules/unknown-key';
import { fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

describe('unknown-key', () => {
  it('reports keys at every level that rpm-ostree denies', () => {
    const text = `{
  "packages": {
    "podman": { "evra": "5:5.2.5-1.fc40.x86_64", "reason": "x", "metadata": { "anything": [1] } }
  },
  "metadata": {
    "generated": "2024-10-23T00:00:00Z",
    "rpmmd_repos": { "fedora": { "generated": "2024-04-14T18:51:11Z", "revision": "1" } },
    "stream": "next"
  },
  "source-packages": {}
}
`;
    expect(lines(unknownKey, X86_64_BASE, text)).toEqual([
      'error 3:50-3:58 Unknown key "reason" in the entry of podman: rpm-ostree refuses the whole file. "reason" belongs under "metadata".',
      'error 7:71-7:81 Unknown key "revision" of the repository fedora: rpm-ostree refuses the whole file. Known here: generated.',
      `error 8:5-8:13 Unknown key "stream" in the lockfile's metadata: rpm-ostree refuses the whole file. Known here: generated and rpmmd_repos.`,
      'error 10:3-10:20 Unknown key "source-packages" at the top level: rpm-ostree refuses the whole file. rpm-ostree knew it from 2021 to January 2023 only.',
    ]);
  });

  it('renames to the nearest known key, or removes', () => {
    const text = 'package:\n  podman:\n    Evr: 5:5.2.5-1.fc40 # keep\n    metadate:\n      type: pin\n';
    expect(titles(unknownKey, OVERRIDES, text)).toEqual([['Rename "package" to "packages" *', 'Remove "package"']]);
    const entry = text.replace('package:', 'packages:');
    expect(titles(unknownKey, OVERRIDES, entry)).toEqual([
      ['Rename "Evr" to "evr" *', 'Remove "Evr"'],
      ['Rename "metadate" to "metadata" *', 'Remove "metadate"'],
    ]);
    expect(fixed(unknownKey, OVERRIDES, entry, 'Rename "Evr" to "evr"')).toBe(
      'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40 # keep\n    metadate:\n      type: pin\n',
    );
    expect(fixed(unknownKey, OVERRIDES, entry, 'Remove "metadate"')).toBe(
      'packages:\n  podman:\n    Evr: 5:5.2.5-1.fc40 # keep\n',
    );
  });

  it('does not offer a name that is taken', () => {
    const text = 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    evrr: 5:5.2.5-1.fc40\n';
    expect(titles(unknownKey, OVERRIDES, text)).toEqual([['Remove "evrr"']]);
  });

  it('reports metadata that is no map', () => {
    expect(lines(unknownKey, OVERRIDES, 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata: pin\n')).toEqual([
      'error 4:5-4:18 The metadata of podman has to be a map of keys (type, reason, bodhi): rpm-ostree refuses the whole file.',
    ]);
    expect(lines(unknownKey, OVERRIDES, 'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n')).toEqual([]);
  });

  it('takes any key in the metadata of an entry', () => {
    const text =
      'packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    digest: sha256:0\n    metadata:\n      sourcerpm: podman\n';
    expect(lines(unknownKey, OVERRIDES, text)).toEqual([]);
  });
});
