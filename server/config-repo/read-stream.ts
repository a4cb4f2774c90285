/** Which stream a tree is, and its release version: a small part of a config repository, read quickly. */
import type { Node } from '../lockfile/model';
import { parseYaml } from '../lockfile/parse-yaml';
import { lastMember } from '../lockfile/view';
import { injectedVariables } from './build-args';
import type { FileTree } from './model';
import { readThroughLinks } from './text-link';
import { flattenTreefile } from './treefile';
import { readTreefiles } from './treefile-files';
import { variantFiles } from './variant';

export interface StreamOfTree {
  /** `build-args.conf: STREAM` or `variables.stream`; undefined where neither says. */
  readonly stream: string | undefined;
  /** `40`, `9.8`; undefined where nothing says. */
  readonly releasever: string | undefined;
}

/**
 * The same that `loadConfigRepo` finds, from the fewest files: what build arguments and the manifest say counts before what they include.
 * `names` is the root's listing. Never rejects: what cannot be read says nothing.
 */
export async function readStream(tree: FileTree, names: readonly string[]): Promise<StreamOfTree> {
  const { buildArgs, manifest } = await variantFiles(tree, names, undefined);
  const injected = buildArgs && injectedVariables(buildArgs);
  const given: StreamOfTree = {
    stream: textOf(injected?.variables.get('stream')),
    releasever: textOf(injected?.releasever),
  };
  if (isComplete(given) || manifest === undefined) return given;
  const text = (await readThroughLinks(tree, manifest).catch(() => undefined))?.text;
  const own = text === undefined ? given : ownOf(text, given);
  if (isComplete(own)) return own;
  // which basearch it is makes no difference to what a stream is called
  const { treefile } = flattenTreefile(await readTreefiles(tree, manifest), manifest, 'x86_64', injected);
  return { stream: textOf(treefile.variables['stream']), releasever: treefile.releasever };
}

/** What the manifest says itself comes before what it includes. A small one is read without a YAML parser, which would take 20 ms to get going. */
function ownOf(manifest: string, given: StreamOfTree): StreamOfTree {
  const { root, syntaxProblems } = parseYaml(blocksThatSay(manifest));
  if (syntaxProblems.length > 0) return given;
  return {
    stream: given.stream ?? plainText(lastMember(lastMember(root, 'variables')?.value, 'stream')?.value),
    releasever: given.releasever ?? plainText(lastMember(root, 'releasever')?.value),
  };
}

/**
 * The lines of `releasever` and `variables`, comments and all: the lists of other keys would need the YAML parser. All of a text whose lines without
 * indentation are anything but plain keys and the items of lists.
 */
function blocksThatSay(text: string): string {
  const kept: string[] = [];
  let keep = false;
  for (const line of text.split('\n')) {
    if (/^[^\s#]/.test(line) && !/^- /.test(line)) {
      const [, key] = /^([A-Za-z][\w-]*):(?:\s|$)/.exec(line) ?? [];
      if (key === undefined) return text;
      keep = key === 'releasever' || key === 'variables';
    }
    if (keep) kept.push(line);
  }
  return kept.join('\n');
}

function plainText(node: Node | undefined): string | undefined {
  const says = node?.kind === 'scalar' && (node.yaml12 === 'string' || node.yaml12 === 'number');
  return says ? node.text : undefined;
}

function isComplete({ stream, releasever }: StreamOfTree): boolean {
  return stream !== undefined && releasever !== undefined;
}

function textOf(value: string | number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
