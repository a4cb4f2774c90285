/** What makes a lockfile one that no reader can use: then nothing in it is changed. */
import type { LayerFile } from '../lockfile/layers';
import type { Span } from '../lockfile/model';
import { resolveAlias } from '../lockfile/view';

/**
 * `manifest-lock.overrides.yaml:12: podman is no map`; undefined where the file parses and `packages` is a map of maps. A root
 * without `packages` passes, as for rpm-ostree.
 */
export function lockfileFault(file: LayerFile): string | undefined {
  const { root, packages, entries, syntaxProblems } = file.lockfile;
  const [problem] = syntaxProblems;
  if (problem) return at(file, problem.span, `it does not parse: ${problem.message.replace(/\.$/, '')}`);
  if (root === undefined) return at(file, { start: 0, end: 0 }, 'it is empty: it needs "packages: {}"');
  if (root.kind !== 'map') return at(file, root.span, 'it is no map with "packages"');
  if (packages && resolveAlias(packages.value)?.kind !== 'map') {
    return at(file, packages.span, '"packages" is no map: an empty one is {}');
  }
  const broken = entries.find(({ member }) => resolveAlias(member.value)?.kind !== 'map');
  return broken && at(file, broken.member.span, `${broken.name} is no map with "evr" or "evra"`);
}

/** The sentence with file and line before it. */
export function at({ path, lockfile }: LayerFile, { start }: Span, text: string): string {
  return `${path}:${lockfile.text.slice(0, start).split('\n').length}: ${text}`;
}
