/** Where entries of lockfiles stand, as a client goes there: in this tree, or in a commit of another branch. */
import type { Range } from 'vscode-languageserver';
import type { RefSnapshot } from '../config-repo/branches';
import type { LayerFile } from '../lockfile/layers';
import type { Entry } from '../lockfile/model';
import type { TextLines } from './convert';
import { gitUri } from './git-uri';
import type { FileView } from './view';

export interface LockPlace {
  readonly uri: string;
  /** Of the name. */
  readonly range: Range;
  readonly entryRange: Range;
}

/** Undefined where the file's text is not known. */
export function placeIn(view: FileView, { path }: LayerFile, entry: Entry): LockPlace | undefined {
  const { uri, lines } = view.file(path);
  return lines && place(uri, lines, entry);
}

/** Undefined for a file on its own. The address means something to our own client only. */
export function inOtherStream(
  view: FileView,
  { commit, label }: Pick<RefSnapshot, 'commit' | 'label'>,
  { path, lockfile }: LayerFile,
  entry: Entry,
): LockPlace | undefined {
  if (view.folder === undefined) return undefined;
  return place(gitUri({ folder: view.folder, commit, path }, label), view.linesOf(lockfile), entry);
}

function place(uri: string, lines: TextLines, { member }: Entry): LockPlace {
  return { uri, range: lines.range(member.key.span), entryRange: lines.range(member.span) };
}
