/** Reads builds out of RPM files, folders of them, and repositories on this machine. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NotAnRpmError, type RpmHeader, readRpmHeader, rpmHeaderEnd } from '../rpm/rpm-header';
import { messageOf } from '../rpmmd/metadata-error';
import type { Repositories, RepositoryRequest } from '../rpmmd/repositories';
import { buildsOfPackages, type LocalBuild, type LocalPackage, packageOfHeader, packagesOfIndex } from './local-build';

export interface LocalReader {
  /** Whose folders a repository may have: `REPO/x86_64/repodata`. */
  readonly basearches: readonly string[];
  readonly repositories: Pick<Repositories, 'load'>;
  readonly signal?: AbortSignal | undefined;
}

/** Enough for the header of most packages. */
const FIRST_READ = 64 * 1024;
/** Beyond what any package of Fedora has. */
const MAX_HEADER = 128 * 1024 * 1024;

/**
 * The builds of these files and folders (absolute paths), those of one source RPM put together. A folder is a repository where
 * it, or a folder in it named like a basearch, has a `repodata/`; else its `*.rpm` are read. Rejects with an Error whose
 * message names the path.
 */
export async function readLocalBuilds(paths: readonly string[], reader: LocalReader): Promise<LocalBuild[]> {
  const packages: LocalPackage[] = [];
  for (const path of paths) packages.push(...(await packagesAt(path, reader)));
  const builds = buildsOfPackages(packages);
  if (builds.length === 0) throw new Error(`${paths.join(', ')}: no package that can be locked, only source packages`);
  return builds;
}

async function packagesAt(path: string, reader: LocalReader): Promise<readonly LocalPackage[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw new Error(`${path}: ${isMissing(error) ? 'there is no such file or folder' : messageOf(error)}`);
  });
  if (!found.isDirectory()) return [packageOfHeader(await headerOf(path), path)];
  const requests = await requestsFor(path, reader.basearches);
  if (requests.length > 0) return packagesOfRepository(path, requests, reader);
  const names = (await readdir(path)).filter(name => name.endsWith('.rpm')).sort();
  if (names.length === 0) throw new Error(`${path}: there are neither RPMs nor repodata in it`);
  const packages: LocalPackage[] = [];
  for (const name of names) packages.push(packageOfHeader(await headerOf(join(path, name)), path));
  return packages;
}

async function packagesOfRepository(
  path: string,
  requests: readonly RepositoryRequest[],
  { repositories, signal }: LocalReader,
): Promise<LocalPackage[]> {
  const states = await repositories.load(requests, { signal });
  const packages = states.flatMap(({ index, error }) => {
    // older metadata of what cannot be read any more is not what the user pointed at
    if (!index || error !== undefined) throw new Error(`${path}: ${error ?? 'its metadata cannot be read'}`);
    return packagesOfIndex(index, path);
  });
  if (packages.length === 0) throw new Error(`${path}: the repository is empty`);
  return packages;
}

/** The folder itself for any basearch, or its folders for one each; empty where none has metadata. */
async function requestsFor(path: string, basearches: readonly string[]): Promise<RepositoryRequest[]> {
  const [any = 'noarch'] = basearches;
  const requests: RepositoryRequest[] = [];
  if (await hasMetadata(path)) requests.push(requestFor(path, any));
  for (const basearch of requests.length > 0 ? [] : basearches) {
    const folder = join(path, basearch);
    if (await hasMetadata(folder)) requests.push(requestFor(folder, basearch));
  }
  return requests;
}

function hasMetadata(folder: string): Promise<boolean> {
  return stat(join(folder, 'repodata', 'repomd.xml')).then(
    found => found.isFile(),
    () => false,
  );
}

function requestFor(folder: string, basearch: string): RepositoryRequest {
  // a `$` in the path is no variable
  const url = pathToFileURL(folder).href.replaceAll('$', '%24');
  const config: RepositoryRequest['config'] = {
    id: 'local',
    name: 'local',
    file: folder,
    line: 0,
    enabled: true,
    baseurl: [url],
    metalink: undefined,
    mirrorlist: undefined,
    includepkgs: [],
    excludepkgs: [],
    priority: 99,
    cost: 1000,
    skipIfUnavailable: false,
    metadataExpire: undefined,
  };
  return { config, variables: { releasever: '', basearch, arch: basearch }, role: 'repo' };
}

async function headerOf(path: string): Promise<RpmHeader> {
  try {
    const handle = await open(path);
    try {
      return readRpmHeader(await headerBytes(handle));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** As much of the file as its header takes: a package may be hundreds of megabytes. */
async function headerBytes(handle: FileHandle): Promise<Uint8Array> {
  const { size } = await handle.stat();
  let bytes = await beginning(handle, Math.min(size, FIRST_READ));
  for (;;) {
    const end = rpmHeaderEnd(bytes);
    const wanted = end ?? bytes.length * 4;
    if (bytes.length >= Math.min(size, wanted)) return bytes;
    if (wanted > MAX_HEADER) throw new NotAnRpmError(`a header of ${wanted} bytes`);
    const more = await beginning(handle, Math.min(size, wanted));
    // it is being made shorter
    if (more.length <= bytes.length) return more;
    bytes = more;
  }
}

async function beginning(handle: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
