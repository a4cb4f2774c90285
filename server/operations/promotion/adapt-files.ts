/** Which files a promotion does not take over as the source has them, and what becomes of them. */
import type { FileTree } from '../../config-repo/model';
import { argumentLine, OWN_ARGUMENTS, type OwnArgument, withOwnArguments, withoutSnoozes } from './adapt-lines';
import type { AdaptedFile } from './promotion';

/** Stays as the target has it. */
export const KEPT_FILE = 'manifest.yaml';

const BUILD_ARGS = 'build-args.conf';
const DENYLIST = 'kola-denylist.yaml';

/** One end of a promotion, as its files say. */
export interface Promoted {
  /** For a human. */
  readonly label: string;
  /** Of the config repository's folder. */
  readonly tree: FileTree;
}

export interface Adaptation {
  readonly adapted: readonly AdaptedFile[];
  /** The files of `adapted` that get another text than the source's, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
  /** Why the promotion cannot be made. */
  readonly refused: string | undefined;
}

/** `stream`: what the target's manifest and build arguments say that it is. Rejects, naming the file, where one cannot be read. */
export async function adaptFiles(
  from: Promoted,
  to: Promoted & { readonly stream: string | undefined },
): Promise<Adaptation> {
  const [manifest, buildArgs, denylist] = await Promise.all([
    keptManifest(from, to),
    adaptedBuildArgs(from, to),
    adaptedDenylist(from),
  ]);
  const parts = [manifest, buildArgs, denylist];
  return {
    adapted: parts.flatMap(({ adapted }) => adapted),
    texts: new Map(parts.flatMap(({ texts }) => [...texts])),
    warnings: parts.flatMap(({ warnings }) => warnings),
    refused: parts.find(({ refused }) => refused !== undefined)?.refused,
  };
}

const NOTHING: Adaptation = { adapted: [], texts: new Map(), warnings: [], refused: undefined };

function refusal(message: string): Adaptation {
  return { ...NOTHING, refused: message };
}

function withLines(path: string, text: string, lines: readonly string[]): Adaptation {
  if (lines.length === 0) return NOTHING;
  return { ...NOTHING, adapted: [{ path, kind: 'lines', lines }], texts: new Map([[path, text]]) };
}

async function keptManifest(from: Promoted, to: Promoted): Promise<Adaptation> {
  const [source, own] = await Promise.all([from.tree.read(KEPT_FILE), to.tree.read(KEPT_FILE)]);
  if (own === undefined && source !== undefined) return refusal(`${to.label} has no ${KEPT_FILE} of its own to keep`);
  if (own === source) return NOTHING;
  return { ...NOTHING, adapted: [{ path: KEPT_FILE, kind: 'kept', lines: [] }] };
}

async function adaptedBuildArgs(
  from: Promoted,
  to: Promoted & { readonly stream: string | undefined },
): Promise<Adaptation> {
  const [source, target = ''] = await Promise.all([from.tree.read(BUILD_ARGS), to.tree.read(BUILD_ARGS)]);
  const own = ownArguments(target);
  const [label, other] = [to.label, from.label];
  if (source === undefined || argumentLine(source, 'STREAM') === undefined) {
    if (own.STREAM === undefined) return NOTHING;
    const lack = source === undefined ? `has no ${BUILD_ARGS}` : `has no STREAM in ${BUILD_ARGS}`;
    return refusal(`${other} ${lack}: ${label}, which has its name there, would lose it`);
  }
  const warnings: string[] = [];
  if (own.STREAM === undefined) {
    if (to.stream === undefined) {
      return refusal(
        `${label} has no STREAM in ${BUILD_ARGS} and says nowhere else what it is: it would become ${other}`,
      );
    }
    own.STREAM = `STREAM=${to.stream}`;
    warnings.push(`${label} has no STREAM in ${BUILD_ARGS} yet: ${own.STREAM} is set, as its manifest says`);
  }
  const description = argumentLine(source, 'DESCRIPTION');
  if (description !== undefined && own.DESCRIPTION === undefined) {
    warnings.push(`${label} has no DESCRIPTION in ${BUILD_ARGS}: it takes that of ${other}, ${description}`);
  } else if (description === undefined && own.DESCRIPTION !== undefined) {
    warnings.push(`${other} has no DESCRIPTION in ${BUILD_ARGS}: ${label} loses its own, ${own.DESCRIPTION}`);
  }
  const { text, lines } = withOwnArguments(source, own);
  return { ...withLines(BUILD_ARGS, text, lines), warnings };
}

function ownArguments(text: string): Partial<Record<OwnArgument, string>> {
  const found = OWN_ARGUMENTS.flatMap(argument => {
    const line = argumentLine(text, argument);
    return line === undefined ? [] : [[argument, line] as const];
  });
  return Object.fromEntries(found);
}

async function adaptedDenylist({ tree }: Promoted): Promise<Adaptation> {
  const source = await tree.read(DENYLIST);
  if (source === undefined) return NOTHING;
  const { text, lines } = withoutSnoozes(source);
  return withLines(DENYLIST, text, lines);
}

/** The config repository's files as they will be. */
export function promotedTree(from: FileTree, to: FileTree, { texts }: Pick<Adaptation, 'texts'>): FileTree {
  return {
    read: async path => (path === KEPT_FILE ? to.read(path) : (texts.get(path) ?? from.read(path))),
    list: async folder => {
      const names = await from.list(folder);
      if (folder !== '') return names;
      const isKept = (name: string) => name === KEPT_FILE;
      return [...names.filter(name => !isKept(name)), ...(await to.list(folder)).filter(isKept)].sort();
    },
  };
}
