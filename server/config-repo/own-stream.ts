/** Which stream a tree is, as far as build arguments and the manifest itself say so: read without a YAML parser, which would take 20 ms to get going. */
import type { Node } from '../lockfile/model';
import { scanYaml } from '../lockfile/scan-yaml';
import { lastMember } from '../lockfile/view';
import { type InjectedVariables, injectedVariables } from './build-args';
import type { FileTree } from './model';
import { readThroughLinks } from './text-link';
import { variantFiles } from './variant';

export interface StreamOfTree {
  /** `build-args.conf: STREAM` or `variables.stream`; undefined where neither says. */
  readonly stream: string | undefined;
  /** `40`, `9.8`; undefined where nothing says. */
  readonly releasever: string | undefined;
}

export interface OwnStream extends StreamOfTree {
  /** Path of the manifest; undefined where there is none, or nothing more to learn from it. */
  readonly manifest: string | undefined;
  readonly injected: InjectedVariables | undefined;
}

/** `names` is the root's listing. What build arguments and the manifest say counts before what it includes. Never rejects: what cannot be read says nothing. */
export async function ownStream(tree: FileTree, names: readonly string[]): Promise<OwnStream> {
  const { buildArgs, manifest } = await variantFiles(tree, names, undefined);
  const injected = buildArgs && injectedVariables(buildArgs);
  const given: StreamOfTree = {
    stream: textOf(injected?.variables.get('stream')),
    releasever: textOf(injected?.releasever),
  };
  if (isComplete(given) || manifest === undefined) return { ...given, manifest: undefined, injected };
  const text = (await readThroughLinks(tree, manifest).catch(() => undefined))?.text;
  const own = text === undefined ? given : ownOf(text, given);
  return { ...own, manifest: isComplete(own) ? undefined : manifest, injected };
}

function ownOf(manifest: string, given: StreamOfTree): StreamOfTree {
  const found = scanYaml(blocksThatSay(manifest));
  if (!found || found.syntaxProblems.length > 0) return given;
  const { root } = found;
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
