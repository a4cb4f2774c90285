/** A tree like another one, with other files in it. No index is needed: nothing but the folders on the way is made anew. */
import { type GitProgram, runGit } from './run-git';

/** A file as a tree has it. `path` is where it really stands (links resolved), relative to the top. */
export interface TreeFile {
  readonly path: string;
  /** Id of its blob. */
  readonly blob: string;
}

/** What a tree has under a name, as `git ls-tree` says it: a file, a link, a folder or a submodule. */
export interface TreeLine {
  /** `100644` */
  readonly mode: string;
  /** `blob`, `tree`, `commit` */
  readonly type: string;
  readonly id: string;
}

/** What is to stand at a path of a tree, with its mode; undefined: nothing. */
export interface TreePlace {
  /** Relative to the top, with `/`. */
  readonly path: string;
  readonly line: TreeLine | undefined;
}

const NEW_FILE = '100644';
const FOLDER = '040000';

/**
 * Id of the blob with exactly these bytes (a text's are UTF-8). They are what was read from another blob, with edits: the conversions of a
 * checkout (`core.autocrlf`, `text` and `filter` attributes) must not touch them a second time.
 */
export async function writeBlob(git: GitProgram, content: string | Uint8Array): Promise<string> {
  const output = await runGit(git, ['hash-object', '-w', '--no-filters', '--stdin'], { input: content });
  return output.toString().trimEnd();
}

/**
 * Id of the tree `base` with `changes` in place of what is there, or added, with their folders. A file keeps its mode; a new
 * one is not executable. A folder of which nothing is left goes. Everything else is left as it is, known here or not (of a
 * partial clone, or a submodule).
 */
export async function writeTree(
  git: GitProgram,
  base: string,
  changes: readonly (TreeFile | TreePlace)[],
): Promise<string> {
  const byBytes = changes.map(change => ({ ...change, path: inBytes(change.path) }));
  return (await merged(git, base, byBytes)) ?? writeLines(git, new Map());
}

/** What stands at each of `paths` (relative to the top, with `/`; links are not followed), in their order. */
export function linesAt(
  git: GitProgram,
  tree: string,
  paths: readonly string[],
): Promise<readonly (TreeLine | undefined)[]> {
  return Promise.all(
    paths.map(async path => {
      // one at a time: asked for a folder and a file in it, git says the file alone
      const lines = new Map(await linesOf(git, tree, [path]));
      return lines.get(inBytes(path));
    }),
  );
}

/** Names are bytes, here one character each: those that are not UTF-8 go back as they came. */
function inBytes(path: string): string {
  return Buffer.from(path).toString('latin1');
}

/** Undefined for a tree of which nothing is left. */
async function merged(
  git: GitProgram,
  base: string | undefined,
  changes: readonly (TreeFile | TreePlace)[],
): Promise<string | undefined> {
  const lines = new Map(base === undefined ? [] : await linesOf(git, base));
  const folders = new Map<string, (TreeFile | TreePlace)[]>();
  for (const change of changes) {
    const slash = change.path.indexOf('/');
    if (slash < 0) {
      put(lines, change);
      continue;
    }
    const folder = change.path.slice(0, slash);
    folders.set(folder, [...(folders.get(folder) ?? []), { ...change, path: change.path.slice(slash + 1) }]);
  }
  for (const [folder, below] of folders) {
    const there = lines.get(folder);
    // a file or a submodule of that name makes room
    const id = await merged(git, there?.type === 'tree' ? there.id : undefined, below);
    if (id !== undefined) lines.set(folder, { mode: FOLDER, type: 'tree', id });
    else if (there?.type === 'tree') lines.delete(folder);
  }
  return lines.size === 0 ? undefined : writeLines(git, lines);
}

function put(lines: Map<string, TreeLine>, change: TreeFile | TreePlace): void {
  const { path } = change;
  if ('blob' in change) {
    lines.set(path, { mode: lines.get(path)?.mode ?? NEW_FILE, type: 'blob', id: change.blob });
  } else if (change.line) {
    lines.set(path, change.line);
  } else {
    lines.delete(path);
  }
}

async function writeLines(git: GitProgram, lines: ReadonlyMap<string, TreeLine>): Promise<string> {
  const input = [...lines].map(([name, { mode, type, id }]) => `${mode} ${type} ${id}\t${name}\0`).join('');
  const output = await runGit(git, ['mktree', '-z', '--missing'], { input: Buffer.from(input, 'latin1') });
  return output.toString().trimEnd();
}

/** All of a tree, or what stands at those paths. */
async function linesOf(git: GitProgram, tree: string, paths: readonly string[] = []): Promise<[string, TreeLine][]> {
  const output = (await runGit(git, ['ls-tree', '-z', '--full-tree', tree, '--', ...paths])).toString('latin1');
  return output
    .split('\0')
    .filter(line => line !== '')
    .map(line => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', id = ''] = line.slice(0, tab).split(' ');
      return [line.slice(tab + 1), { mode, type, id }];
    });
}
