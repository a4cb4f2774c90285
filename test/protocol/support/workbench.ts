/** A config repository on disk, its repositories on loopback, and clients: one of each for a test, gone after it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type RepositoryPackage, repositoryFiles } from '../../../scripts/lib/rpm-md.mjs';
import type { Settings } from '../../../server/protocol';
import { type RepositoryServer, startRepositoryServer } from '../../stand-ins/repository-server';
import { baseLock, MANIFEST, OVERRIDES, repoFile, servicesFile } from '../../support/fedora';
import { Client, configuration, type StartOptions, uriOf } from './client';

/** 2024-10-21 */
const TIME = 1729526400;

const podman = (version: string, arch: string): RepositoryPackage => ({
  name: 'podman',
  epoch: 5,
  version,
  release: '1.fc40',
  arch,
  summary: 'Manage Pods, Containers and Container Images',
  url: 'https://podman.io/',
  fileTime: TIME,
});
const grub2 = (name: string, arch: string, release: string): RepositoryPackage => ({
  name,
  epoch: 1,
  version: '2.06',
  release,
  arch,
  source: 'grub2',
  fileTime: TIME,
});

/** What one repository has for one basearch. */
export function packagesOf(id: string, arch: string): RepositoryPackage[] {
  if (id === 'fedora') return [podman('5.0.2', arch), grub2('grub2-common', 'noarch', '119.fc40')];
  if (id === 'fedora-coreos-pool') return [podman('5.2.3', arch)];
  return [podman('5.2.5', arch), grub2('grub2-common', 'noarch', '125.fc40'), grub2('grub2-tools', arch, '125.fc40')];
}

export const REPOSITORIES = ['fedora', 'fedora-updates', 'fedora-coreos-pool'];

export class Workbench {
  readonly #clients: Client[] = [];

  constructor(
    readonly folder: string,
    readonly server: RepositoryServer,
  ) {
    this.write('manifest.yaml', MANIFEST);
    this.write('fedora.repo', repoFile(server.url));
    this.write('manifest-lock.overrides.yaml', OVERRIDES);
    this.write('.manifest-lock.yaml', servicesFile());
    for (const arch of ['x86_64', 'aarch64']) {
      this.write(`manifest-lock.${arch}.json`, baseLock(arch));
      for (const id of REPOSITORIES) server.serve(`${id}/${arch}/`, repositoryFiles(packagesOf(id, arch)));
    }
  }

  get storage(): string {
    return join(this.folder, '.storage');
  }

  write(path: string, text: string | Buffer): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  uri(path: string): string {
    return uriOf(join(this.folder, path));
  }

  /** Our own client unless told otherwise. */
  async start(options: Partial<StartOptions> = {}): Promise<Client> {
    const client = await Client.start({ folder: this.folder, configuration: configuration(this.storage), ...options });
    this.#clients.push(client);
    return client;
  }

  startWith(settings: Partial<Settings>, trusted = true): Promise<Client> {
    return this.start({ configuration: configuration(this.storage, settings, trusted) });
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await client.stop();
    await this.server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A fresh workbench for every test of the file. */
export function useWorkbench(): () => Workbench {
  let workbench: Workbench;
  beforeEach(async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'manifest-lock-protocol-')));
    workbench = new Workbench(folder, await startRepositoryServer());
  });
  afterEach(() => workbench.end());
  return () => workbench;
}
