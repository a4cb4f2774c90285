import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metadataFixture, NEW, OLD, one, REPOMD, versions } from '../../support/metadata';

const t = metadataFixture();

describe('file:// repositories', () => {
  let folder: string;

  async function put(files: ReadonlyMap<string, Buffer>): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    for (const [path, data] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), data);
    }
  }
  const local = () => t.request(`[local]\nbaseurl=${pathToFileURL(folder).href}\n`);

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'manifest-lock-repository-')), 'my repository');
    await put(OLD);
  });
  afterEach(() => rm(dirname(folder), { recursive: true }));

  it('are read, offline too, and looked at every time', async () => {
    t.gate = 'network-off';
    expect(versions(await one(t.load(local())))).toEqual(['5:5.2.3-1.fc40']);
    await put(NEW);
    expect(versions(await one(t.load(local())))).toEqual(['5:5.2.5-1.fc40']);
    await put(OLD);
    expect(versions(await one(t.load(local())))).toEqual(['5:5.2.3-1.fc40']);
    expect(t.server.take()).toEqual([]);
  });

  it('are not touched in an untrusted workspace, cached or not', async () => {
    t.gate = 'untrusted';
    const state = await one(t.load(local()));
    expect(state).toMatchObject({ status: 'missing', index: undefined });
    expect(state.error).toMatch(
      /^local x86_64: file:.*: the workspace is not trusted, so no file:\/\/ repository is read$/,
    );
    t.gate = undefined;
    await t.load(local());
    t.gate = 'untrusted';
    expect((await one(t.repositories.snapshot([local()]))).index).toBeUndefined();
  });

  it('that are not there say so', async () => {
    await rm(folder, { recursive: true });
    const state = await one(t.load(local()));
    expect(state.error).toBe(`local x86_64: ${pathToFileURL(folder).href}/${REPOMD}: no such file`);
  });

  it('of another machine are refused', async () => {
    const state = await one(t.load(t.request('[share]\nbaseurl=file://server/share/\n')));
    expect(state.error).toMatch(/only files of this machine can be read/);
  });
});
