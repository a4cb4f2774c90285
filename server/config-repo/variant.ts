/** Which build arguments and which manifest a variant of a config repository uses. */
import { type BuildArgs, parseBuildArgs } from './build-args';
import type { ConfigProblem, FileTree } from './model';
import { isBuildArgs, isManifest, variantsOf } from './names';
import { insideRoot } from './paths';
import { readThroughLinks } from './text-link';

export interface VariantFiles {
  readonly buildArgs: BuildArgs | undefined;
  /** Path of the manifest; undefined where there is none or it cannot be told which one. */
  readonly manifest: string | undefined;
  readonly problems: readonly ConfigProblem[];
  readonly sources: readonly string[];
}

/**
 * Build arguments: `build-args-<variant>.conf`, without a variant `build-args.conf` or the only one there is.
 * Manifest: their `MANIFEST`, else `manifest-<variant>.yaml`, else `manifest.yaml` or the only one there is.
 * `names` is the root's listing. Never rejects.
 */
export async function variantFiles(
  tree: FileTree,
  names: readonly string[],
  variant: string | undefined,
): Promise<VariantFiles> {
  const problems: ConfigProblem[] = [];
  const sources: string[] = [];
  const argsFile = choose(names.filter(isBuildArgs), name => `build-args${name}.conf`, variant);
  const buildArgs = argsFile === undefined ? undefined : await readBuildArgs(tree, argsFile, problems, sources);
  problems.push(...(buildArgs?.problems ?? []));

  const manifests = names.filter(isManifest);
  const choice = choose(manifests, name => `manifest${name}.yaml`, variant) ?? fallback(manifests, variant);
  if (variant !== undefined && argsFile === undefined && !manifests.includes(`manifest-${variant}.yaml`)) {
    const known = variantsOf(names).join(', ');
    const message = `No build-args-${variant}.conf or manifest-${variant}.yaml; variants: ${known === '' ? 'none' : known}.`;
    problems.push({ path: `manifest-${variant}.yaml`, span: undefined, message });
  }
  const named = buildArgs?.args.get('MANIFEST');
  if (!buildArgs || !named) {
    if (choice === undefined && manifests.length > 1) {
      const message = `None of ${manifests.join(', ')} is manifest.yaml, and no variant is chosen.`;
      problems.push({ path: manifests[0] ?? '', span: undefined, message });
    }
    return { buildArgs, manifest: choice, problems, sources };
  }
  const path = insideRoot(named.value);
  if (path !== undefined && path !== '' && (await exists(tree, path))) {
    return { buildArgs, manifest: path, problems, sources };
  }
  const message = `MANIFEST names ${named.value}, which is ${path === undefined ? 'outside the repository' : 'not there'}.`;
  problems.push({ path: buildArgs.path, span: named.span, message });
  return { buildArgs, manifest: choice, problems, sources };
}

/** The file of the variant; without a variant the plain one, else the only one there is. */
function choose(
  files: readonly string[],
  nameOf: (suffix: string) => string,
  variant: string | undefined,
): string | undefined {
  const wanted = nameOf(variant === undefined ? '' : `-${variant}`);
  if (files.includes(wanted)) return wanted;
  return variant === undefined && files.length === 1 ? files[0] : undefined;
}

/** `manifest.yml`, and for a variant with build arguments only the common manifest. */
function fallback(manifests: readonly string[], variant: string | undefined): string | undefined {
  const candidates = variant === undefined ? ['manifest.yml'] : [`manifest-${variant}.yml`, 'manifest.yaml'];
  return candidates.find(name => manifests.includes(name));
}

async function readBuildArgs(
  tree: FileTree,
  path: string,
  problems: ConfigProblem[],
  sources: string[],
): Promise<BuildArgs | undefined> {
  try {
    const found = await readThroughLinks(tree, path);
    if (found) {
      sources.push(...found.read);
      return parseBuildArgs(found.text, found.path);
    }
    problems.push({ path, span: undefined, message: `${path} is a link to a file that is not there.` });
  } catch (error) {
    problems.push({ path, span: undefined, message: error instanceof Error ? error.message : String(error) });
  }
  return undefined;
}

/** True also for a file that is there and cannot be read: reading it says why. */
async function exists(tree: FileTree, path: string): Promise<boolean> {
  try {
    return (await tree.read(path)) !== undefined;
  } catch {
    return true;
  }
}
