/** A repository's lockfiles as operations see them, from texts. */
import { applyEdits } from '../../../server/lockfile/edits';
import type { LayerFile } from '../../../server/lockfile/layers';
import type { Entry, FileEdit } from '../../../server/lockfile/model';
import { parseLockfileName } from '../../../server/lockfile/name';
import { parseLockfile } from '../../../server/lockfile/parse';
import type { FileScope } from '../../../server/operations/reach';
import type { Availability } from '../../../server/rpmmd/repositories';

export function scopeOf(
  path: string,
  texts: Readonly<Record<string, string>>,
  known: readonly Availability[],
  basearches: readonly string[] = ['x86_64', 'aarch64', 's390x'],
): FileScope {
  const files = Object.entries(texts).map(([name, text]): LayerFile => {
    const parsed = parseLockfileName(name);
    if (!parsed) throw new Error(name);
    return { path: name, layer: parsed.layer, arch: parsed.arch, lockfile: parseLockfile(text, parsed.format) };
  });
  const file = files.find(candidate => candidate.path === path);
  if (!file) throw new Error(`${path} is none of the files`);
  return { file, files, basearches, availability: arch => known.find(({ basearch }) => basearch === arch) };
}

export function entryOf(scope: FileScope, name: string): Entry {
  const entry = scope.file.lockfile.byName.get(name);
  if (!entry) throw new Error(`no entry ${name}`);
  return entry;
}

/** The text of the scope's file after the edits. */
export function edited(scope: FileScope, edits: readonly FileEdit[]): string {
  return edits.reduce((text, edit) => {
    if (edit.path !== scope.file.path) throw new Error(`edits ${edit.path}`);
    return applyEdits(text, edit.edits);
  }, scope.file.lockfile.text);
}

export function baseLock(packages: Readonly<Record<string, string>>): string {
  const entries = Object.entries(packages).map(([name, evra]) => [name, { evra }]);
  return `${JSON.stringify({ packages: Object.fromEntries(entries) }, undefined, 2)}\n`;
}
