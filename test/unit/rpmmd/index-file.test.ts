import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileIndex, indexOf, openIndex } from '../../../server/rpmmd/index-file';
import { FORMAT_VERSION, Header } from '../../../server/rpmmd/index-format';
import { IndexBuilder } from '../../../server/rpmmd/index-writer';
import { CorruptIndexError } from '../../../server/rpmmd/metadata-error';
import { readPrimary } from '../../../server/rpmmd/primary';
import { FAMILY_LIBS, PLAIN, packageXml, pieces, primaryXml, read, TWO_PACKAGES } from '../../support/primary-xml';

/** `name [E:]V-R arch source` a line. */
function document(...lines: string[]): string {
  const packages = lines.map(line => {
    const [name = '', evr = '', arch = '', source = name] = line.split(' ');
    const [, epoch = '0', version = '', release = ''] = /^(?:(\d+):)?(.*)-(.*)$/.exec(evr) ?? [];
    return packageXml({
      name: `<name>${name}</name>`,
      arch: `<arch>${arch}</arch>`,
      version: `<version epoch="${epoch}" ver="${version}" rel="${release}"/>`,
      location: `<location href="p/${name}-${version}-${release}.${arch}.rpm"/>`,
      format: `<format><rpm:sourcerpm>${source}-${version}-${release}.src.rpm</rpm:sourcerpm></format>`,
    });
  });
  return primaryXml(packages.join(''), lines.length);
}

const nevras = (records: readonly { name: string; evr: string; arch: string }[]) =>
  records.map(({ name, evr, arch }) => `${name}-${evr}.${arch}`);

describe('FileIndex', () => {
  let index: FileIndex;

  beforeAll(async () => {
    // podman's as CentOS Stream 9 had them: the epoch outweighs the version
    ({ index } = await read(
      document(
        'podman 2:5.2.2-1.el9 x86_64',
        'podman 5:5.3.1-1.el9 x86_64',
        'podman 4:5.2.3-6.el9 x86_64',
        'podman-docs 4:5.2.3-6.el9 noarch podman',
        'podman-docs 5:5.3.1-1.el9 noarch podman',
        'zsh 5.8-9.el9 x86_64',
        'glibc 2.39-6.fc40 i686',
        'glibc 2.39-6.fc40 x86_64',
        'glibc 2.39-17.fc40 x86_64',
        'glibc 2.39~rc1-40.fc40 i686',
        'é-name 1-1 noarch',
        '😀 1-1 noarch',
      ),
    ));
  });

  it('finds by name, newest first, then by arch', () => {
    expect(nevras(index.find('podman'))).toEqual([
      'podman-5:5.3.1-1.el9.x86_64',
      'podman-4:5.2.3-6.el9.x86_64',
      'podman-2:5.2.2-1.el9.x86_64',
    ]);
    expect(nevras(index.find('glibc'))).toEqual([
      'glibc-2.39-17.fc40.x86_64',
      'glibc-2.39-6.fc40.i686',
      'glibc-2.39-6.fc40.x86_64',
      'glibc-2.39~rc1-40.fc40.i686',
    ]);
  });

  it('restricts to an arch', () => {
    expect(nevras(index.find('glibc', 'i686'))).toEqual(['glibc-2.39-6.fc40.i686', 'glibc-2.39~rc1-40.fc40.i686']);
    expect(index.find('glibc', 's390x')).toEqual([]);
  });

  it('finds by source package, newest first, then by name', () => {
    expect(nevras(index.findBySource('podman'))).toEqual([
      'podman-5:5.3.1-1.el9.x86_64',
      'podman-docs-5:5.3.1-1.el9.noarch',
      'podman-4:5.2.3-6.el9.x86_64',
      'podman-docs-4:5.2.3-6.el9.noarch',
      'podman-2:5.2.2-1.el9.x86_64',
    ]);
    expect(index.findBySource('podman-docs')).toEqual([]);
  });

  it('finds every name and nothing else', () => {
    for (const name of ['podman', 'podman-docs', 'zsh', 'glibc', 'é-name', '😀']) expect(index.has(name)).toBe(true);
    for (const name of ['', 'a', 'podma', 'podman-', 'podman-docsx', 'zz', 'é', '\ud83d', '😀😀']) {
      expect(index.has(name), name).toBe(false);
      expect(index.find(name), name).toEqual([]);
    }
  });

  it('lists names by prefix in code point order', () => {
    const all = ['glibc', 'podman', 'podman-docs', 'zsh', 'é-name', '😀'];
    expect(index.namesWithPrefix('', 100)).toEqual(all);
    expect(index.namesWithPrefix('', 2)).toEqual(['glibc', 'podman']);
    expect(index.namesWithPrefix('podman', 9)).toEqual(['podman', 'podman-docs']);
    expect(index.namesWithPrefix('podman-', 9)).toEqual(['podman-docs']);
    expect(index.namesWithPrefix('q', 9)).toEqual([]);
    expect(index.namesWithPrefix('é', 9)).toEqual(['é-name']);
    expect(index.namesWithPrefix('podman', 0)).toEqual([]);
  });

  it('gives the newest of every name and arch', () => {
    expect(nevras([...index.newest()])).toEqual([
      'glibc-2.39-17.fc40.x86_64',
      'glibc-2.39-6.fc40.i686',
      'podman-5:5.3.1-1.el9.x86_64',
      'podman-docs-5:5.3.1-1.el9.noarch',
      'zsh-5.8-9.el9.x86_64',
      'é-name-1-1.noarch',
      '😀-1-1.noarch',
    ]);
  });

  it('gives whole records back', async () => {
    const two = (await read(TWO_PACKAGES)).index;
    expect(two.size).toBe(2);
    expect(two.find('family-libs')).toEqual([FAMILY_LIBS]);
    expect(two.findBySource('family')).toEqual([FAMILY_LIBS]);
    expect(two.findBySource('plain')).toEqual([PLAIN]);
  });

  it('gives the location of a package with an epoch', () => {
    expect(index.find('podman')[0]?.location).toBe('p/podman-5.3.1-1.el9.x86_64.rpm');
  });
});

describe('openIndex', () => {
  let folder: string;
  let image: Buffer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'index-file-'));
    const builder = new IndexBuilder();
    await readPrimary(pieces(TWO_PACKAGES, 1000), builder);
    image = builder.finish('sha256:abc');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** A file with `change` applied to a copy of the index. */
  async function file(name: string, change: (copy: Buffer) => Buffer = copy => copy): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, change(Buffer.from(image)));
    return path;
  }

  const expected = { checksum: 'sha256:abc' };

  it('opens what was written', async () => {
    const index = await openIndex(await file('good'), expected);
    expect(index.find('plain')).toEqual([PLAIN]);
  });

  it('refuses an index of other metadata', async () => {
    const opened = openIndex(await file('other'), { checksum: 'sha256:def' });
    await expect(opened).rejects.toThrow(
      new CorruptIndexError('the index is of the metadata sha256:abc, not sha256:def'),
    );
  });

  it('refuses every damaged byte', async () => {
    for (let at = 0; at < image.length; at += 1) {
      const copy = new Uint8Array(image);
      copy[at] = (copy[at] ?? 0) ^ 0x10;
      expect(() => indexOf(Buffer.from(copy.buffer)), `byte ${at}`).toThrow(CorruptIndexError);
    }
  });

  it.each([
    ['an empty file', () => Buffer.alloc(0), 'shorter than its header'],
    ['half a file', (copy: Buffer) => copy.subarray(0, copy.length / 2), 'bytes, not'],
    ['a longer file', (copy: Buffer) => Buffer.concat([copy, Buffer.alloc(8)]), 'bytes, not'],
    ['another file', () => Buffer.alloc(1000, 'x'), 'this is no index'],
    [
      'another format',
      (copy: Buffer) => {
        copy[Header.version * 4] = FORMAT_VERSION + 1;
        return copy;
      },
      `the index has format ${FORMAT_VERSION + 1}, not ${FORMAT_VERSION}`,
    ],
  ])('refuses %s', async (name, change, message) => {
    const error = await openIndex(await file(name, change), expected).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(CorruptIndexError);
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
  });

  it('lets the file system speak for a file that is not there', async () => {
    await expect(openIndex(join(folder, 'none'), expected)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does not mind what becomes of the file later', async () => {
    const path = await file('shrinking');
    const index = await openIndex(path, expected);
    await truncate(path, 0);
    expect(index.find('family-libs')).toEqual([FAMILY_LIBS]);
  });
});
