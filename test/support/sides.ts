/** Sides of a comparison out of a few lines. */
import type { LayerFile } from '../../server/lockfile/layers';
import { parseLockfileName } from '../../server/lockfile/name';
import { parseLockfile } from '../../server/lockfile/parse';
import { type LockfileSideInput, lockfileSide } from '../../server/operations/diff/lockfile-side';
import type { DiffSide } from '../../server/operations/diff/side';

/** Lockfiles by name, as text; a base lock of JSON also as `{NAME: EVRA}`, or `{NAME: [EVRA, SOURCE]}`. */
export type SideFiles = Readonly<Record<string, string | Readonly<Record<string, string | readonly [string, string]>>>>;

export function layerFiles(files: SideFiles): LayerFile[] {
  return Object.entries(files).map(([path, content]) => {
    const name = parseLockfileName(path);
    if (!name) throw new Error(`${path} is no lockfile`);
    const text = typeof content === 'string' ? content : lockText(content);
    return { path, layer: name.layer, arch: name.arch, lockfile: parseLockfile(text, name.format) };
  });
}

/** What git has of `label`, a stream of Fedora 40. The basearches are those of its files. */
export function side(label: string, files: SideFiles, more: Partial<LockfileSideInput> = {}): DiffSide {
  const layers = layerFiles(files);
  return lockfileSide({
    spec: label,
    kind: 'ref',
    label,
    commit: '0369f5a6cb0369f5a6cb0369f5a6cb0369f5a6cb',
    committed: 1_729_468_800,
    stream: label,
    releasever: '40',
    basearches: [...new Set(layers.flatMap(({ arch }) => arch ?? []))],
    files: layers,
    ...more,
  });
}

function lockText(packages: Exclude<SideFiles[string], string>): string {
  const entries = Object.entries(packages).map(([name, locked]) => {
    const [evra, sourcerpm] = typeof locked === 'string' ? [locked] : locked;
    return [name, { evra, ...(sourcerpm === undefined ? {} : { metadata: { sourcerpm } }) }];
  });
  return JSON.stringify({ packages: Object.fromEntries(entries) });
}

export const X86_64 = 'manifest-lock.x86_64.json';
export const AARCH64 = 'manifest-lock.aarch64.json';
export const OVERRIDES = 'manifest-lock.overrides.yaml';

/** An override as `ci/overrides.py` writes it. */
export function override(name: string, version: string, metadata: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(metadata).map(([key, value]) => `      ${key}: ${value}\n`);
  return `  ${name}:\n    evr: ${version}\n${lines.length > 0 ? `    metadata:\n${lines.join('')}` : ''}`;
}

export function overrides(...entries: readonly string[]): string {
  return entries.length === 0 ? 'packages: {}\n' : `packages:\n${entries.join('')}`;
}
