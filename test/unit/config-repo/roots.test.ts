import { describe, expect, it } from 'vitest';
import { isRoot } from '../../../server/config-repo/roots';

/** Listing of folders given as paths of files. */
function listing(...paths: readonly string[]): (folder: string) => Promise<string[]> {
  return async folder => {
    const prefix = folder === '/' ? '/' : `${folder}/`;
    const below = paths
      .filter(path => path.startsWith(prefix))
      .map(path => path.slice(prefix.length).split('/')[0] ?? '');
    return [...new Set(below)];
  };
}

describe('what makes a folder a root', () => {
  it.each(['manifest-lock.x86_64.json', 'build-args.conf', 'fedora.repo'])(
    'a manifest with %s beside it',
    async name => {
      expect(await isRoot('/w/fcc', '/w', listing('/w/fcc/manifest.yaml', `/w/fcc/${name}`))).toBe(true);
    },
  );

  it('not a lone manifest, which other programs have too', async () => {
    expect(await isRoot('/w', '/w', listing('/w/manifest.yaml', '/w/src/main.c'))).toBe(false);
  });

  it('lockfiles alone, if nobody above has a manifest', async () => {
    const list = listing('/w/pins/manifest-lock.overrides.yaml');
    expect(await isRoot('/w/pins', '/w', list)).toBe(true);
    expect(await isRoot('/w', '/w', list)).toBe(false);
  });

  it("a derivative's overlay belongs to the folder with the manifest", async () => {
    const list = listing('/w/manifest.yaml', '/w/overlay/manifest-lock.overrides.x86_64.yaml');
    expect(await isRoot('/w', '/w', list)).toBe(true);
    expect(await isRoot('/w/overlay', '/w', list)).toBe(false);
  });

  it('a child of a folder that has lockfiles and no manifest belongs to that one', async () => {
    const list = listing('/w/manifest-lock.x86_64.json', '/w/overlay/manifest-lock.overrides.yaml');
    expect(await isRoot('/w', '/w', list)).toBe(true);
    expect(await isRoot('/w/overlay', '/w', list)).toBe(false);
  });

  it('two levels down is a root of its own', async () => {
    const list = listing('/w/manifest.yaml', '/w/a/b/manifest-lock.overrides.yaml');
    expect(await isRoot('/w/a/b', '/w', list)).toBe(true);
    expect(await isRoot('/w', '/w', list)).toBe(false);
  });

  it('a submodule with a manifest is a root beside the one around it', async () => {
    const list = listing(
      '/w/manifest.yaml',
      '/w/manifest-lock.x86_64.json',
      '/w/fedora-coreos-config/manifest.yaml',
      '/w/fedora-coreos-config/manifest-lock.x86_64.json',
    );
    expect(await isRoot('/w/fedora-coreos-config', '/w', list)).toBe(true);
    expect(await isRoot('/w', '/w', list)).toBe(true);
  });

  it('does not look above the workspace folder', async () => {
    const list = listing('/w/manifest.yaml', '/w/overlay/manifest-lock.overrides.yaml');
    expect(await isRoot('/w/overlay', '/w/overlay', list)).toBe(true);
  });
});
