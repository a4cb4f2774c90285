import { describe, expect, it } from 'vitest';
import { variantFiles } from '../../../server/config-repo/variant';
import { memoryTree } from './memory-tree';

async function choose(files: Readonly<Record<string, string>>, variant?: string) {
  const tree = memoryTree(files);
  const { buildArgs, manifest, problems, sources } = await variantFiles(tree, await tree.list(''), variant);
  return {
    args: buildArgs?.path,
    manifest,
    problems: problems.map(({ path, message }) => `${path}: ${message}`),
    sources,
  };
}

describe('variantFiles', () => {
  const VARIANTS = {
    'build-args.conf': 'build-args-rhel-9.8.conf',
    'build-args-c9s.conf': 'MANIFEST=manifest-c9s.yaml',
    'build-args-rhel-9.8.conf': 'MANIFEST=manifest-rhel-9.8.yaml',
    'manifest.yaml': 'manifest-rhel-9.8.yaml',
    'manifest-c9s.yaml': '',
    'manifest-rhel-9.8.yaml': '',
  };

  it('takes the plain files, through links', async () => {
    expect(await choose({ 'manifest.yaml': '' })).toMatchObject({
      args: undefined,
      manifest: 'manifest.yaml',
      problems: [],
    });
    expect(await choose(VARIANTS)).toEqual({
      args: 'build-args-rhel-9.8.conf',
      manifest: 'manifest-rhel-9.8.yaml',
      problems: [],
      sources: ['build-args.conf', 'build-args-rhel-9.8.conf'],
    });
  });

  it("takes a variant's", async () => {
    expect(await choose(VARIANTS, 'c9s')).toMatchObject({
      args: 'build-args-c9s.conf',
      manifest: 'manifest-c9s.yaml',
      problems: [],
    });
    expect(await choose({ 'build-args-x.conf': 'ID=fedora', 'manifest.yaml': '' }, 'x')).toMatchObject({
      args: 'build-args-x.conf',
      manifest: 'manifest.yaml',
      problems: [],
    });
    expect(await choose({ 'manifest.yaml': '', 'manifest-kvm.yaml': '' }, 'kvm')).toMatchObject({
      manifest: 'manifest-kvm.yaml',
      problems: [],
    });
  });

  it('takes the only one there is, and does not guess between several', async () => {
    expect(await choose({ 'manifest-kvm.yaml': '' })).toMatchObject({ manifest: 'manifest-kvm.yaml', problems: [] });
    expect(await choose({ 'manifest-a.yaml': '', 'manifest-b.yaml': '' })).toMatchObject({
      manifest: undefined,
      problems: [
        'manifest-a.yaml: None of manifest-a.yaml, manifest-b.yaml is manifest.yaml, and no variant is chosen.',
      ],
    });
    expect(await choose({ 'manifest-lock.x86_64.json': '' })).toMatchObject({ manifest: undefined, problems: [] });
  });

  it('reports what is not there', async () => {
    expect((await choose(VARIANTS, 'c10s')).problems).toEqual([
      'manifest-c10s.yaml: No build-args-c10s.conf or manifest-c10s.yaml; variants: c9s, rhel-9.8.',
    ]);
    expect(await choose({ 'build-args.conf': 'MANIFEST=gone.yaml', 'manifest.yaml': '' })).toMatchObject({
      manifest: 'manifest.yaml',
      problems: ['build-args.conf: MANIFEST names gone.yaml, which is not there.'],
    });
    expect((await choose({ 'build-args.conf': 'MANIFEST=../x.yaml' })).problems).toEqual([
      'build-args.conf: MANIFEST names ../x.yaml, which is outside the repository.',
    ]);
  });
});
