/** A tree like another one, with other files in it. No index is needed: nothing but the folders on the way is made anew. */
import { type GitProgram, runGit } from './run-git';

/** A file as a tree has it. `path` is where it really stands (links resolved), relative to the top. */
export interface TreeFile {
  readonly path: string;
  /** Id of its blob. */
  readonly blob: string;
}

const NEW_FILE = '100644';

/**
 * Id of the blob with exactly these bytes. They are what was read from another blob, with edits: the conversions of a
 * checkout (`core.autocrlf`, `text` and `filter` attributes) must not touch them a second time.
 */
export async function writeBlob(git: GitProgram, text: string): Promise<string> {
  const output = await runGit(git, ['hash-object', '-w', '--no-filters', '--stdin'], { input: text });
  return output.toString().trimEnd();
}

/**
 * Id of the tree `base` with `files` in place of what is there, or added, with their folders. A file keeps its mode; a new
 * one is not executable. Everything else is left as it is, known here or not (of a partial clone, or a submodule).
 */
export function writeTree(git: GitProgram, base: string, files: readonly TreeFile[]): Promise<string> {
  return merged(
    git,
    base,
    files.map(file => ({ ...file, path: Buffer.from(file.path).toString('latin1') })),
  );
}

/** Names are bytes, here one character each: those that are not UTF-8 go back as they came. */
async function merged(git: GitProgram, base: string | undefined, files: readonly TreeFile[]): Promise<string> {
  const lines = new Map(base === undefined ? [] : await linesOf(git, base));
  const folders = new Map<string, TreeFile[]>();
  for (const file of files) {
    const slash = file.path.indexOf('/');
    if (slash < 0) {
      lines.set(file.path, { mode: lines.get(file.path)?.mode ?? NEW_FILE, type: 'blob', id: file.blob });
      continue;
    }
    const folder = file.path.slice(0, slash);
    folders.set(folder, [...(folders.get(folder) ?? []), { ...file, path: file.path.slice(slash + 1) }]);
  }
  for (const [folder, below] of folders) {
    const id = await merged(git, lines.get(folder)?.id, below);
    lines.set(folder, { mode: '040000', type: 'tree', id });
  }
  const input = [...lines].map(([name, { mode, type, id }]) => `${mode} ${type} ${id}\t${name}\0`).join('');
  const output = await runGit(git, ['mktree', '-z', '--missing'], { input: Buffer.from(input, 'latin1') });
  return output.toString().trimEnd();
}

interface TreeLine {
  readonly mode: string;
  readonly type: string;
  readonly id: string;
}

async function linesOf(git: GitProgram, tree: string): Promise<[string, TreeLine][]> {
  const output = (await runGit(git, ['ls-tree', '-z', tree])).toString('latin1');
  return output
    .split('\0')
    .filter(line => line !== '')
    .map(line => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', id = ''] = line.slice(0, tab).split(' ');
      return [line.slice(tab + 1), { mode, type, id }];
    });
}
