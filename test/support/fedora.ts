/** A small cut of Fedora CoreOS testing-devel as of 2024-10-24, for tests of the editor's side. Versions are the real ones. */

import { SERVICES, type Service } from '../../server/config-repo/repo-settings';

export const MANIFEST = `releasever: 40
variables:
  stream: testing-devel
repos:
  - fedora
  - fedora-updates
lockfile-repos:
  - fedora-coreos-pool
packages:
  - podman
  - ignition
`;

/** The three repositories below an address (`http://127.0.0.1:1/`, `file:///...`). */
export function repoFile(base: string): string {
  const section = (id: string, more: string): string =>
    `[${id}]\nname=${id}\nbaseurl=${base}${id}/$basearch/\nenabled=1\n${more}\n`;
  return [
    section('fedora', 'metadata_expire=7d'),
    section('fedora-updates', 'metadata_expire=6h'),
    section('fedora-coreos-pool', 'skip_if_unavailable=True'),
  ].join('\n');
}

export const OVERRIDES = `# IMPORTANT: YAML comments *will not* be preserved.

packages:
  ignition:
    evr: 2.20.0-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef
      type: fast-track
  podman:
    evr: 5:5.2.3-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: fast-track
`;

/** `.manifest-lock.yaml` with the addresses of services; those not given are off. */
export function servicesFile(urls: Readonly<Partial<Record<Service, string>>> = {}): string {
  return `services:\n${SERVICES.map(name => `  ${name}: ${urls[name] ?? 'off'}\n`).join('')}`;
}

/** The base lock of one basearch, as a build writes it. */
export function baseLock(basearch: string, packages: Readonly<Record<string, string>> = BASE): string {
  const entries = Object.entries(packages).map(([name, evr]) => [name, { evra: `${evr}.${basearch}` }]);
  return `${JSON.stringify({ packages: Object.fromEntries(entries) }, undefined, 2)}\n`;
}

export const BASE: Readonly<Record<string, string>> = {
  bash: '5.2.26-3.fc40',
  'grub2-common': '1:2.06-123.fc40',
  'grub2-tools': '1:2.06-123.fc40',
  ignition: '2.19.0-3.fc40',
  podman: '5:5.2.2-1.fc40',
};
