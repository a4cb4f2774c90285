/** Git objects as their bytes say. */
import type { GitCommit } from './git';

/** The full id of an object: 40 hexadecimal digits, 64 in a sha256 repository. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

export type TreeItemKind = 'file' | 'folder' | 'link' | 'submodule';

export interface TreeItem {
  readonly kind: TreeItemKind;
  readonly id: string;
}

// gitformat: a tree is a sequence of `MODE SP NAME NUL ID`, the mode in octal, the id in binary
const KINDS: Readonly<Record<string, TreeItemKind>> = { '40000': 'folder', '120000': 'link', '160000': 'submodule' };

/** Items by name, of a tree whose ids have `idBytes` bytes. Throws for what is no tree. */
export function parseTree(bytes: Buffer, idBytes: number): ReadonlyMap<string, TreeItem> {
  const items = new Map<string, TreeItem>();
  let at = 0;
  while (at < bytes.length) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const next = end + 1 + idBytes;
    if (space < 0 || end < 0 || next > bytes.length) throw new Error('it is a damaged tree object');
    const mode = bytes.toString('latin1', at, space).replace(/^0+/, '');
    items.set(bytes.toString('utf8', space + 1, end), {
      kind: KINDS[mode] ?? 'file',
      id: bytes.toString('hex', end + 1, next),
    });
    at = next;
  }
  return items;
}

/** The parents are those the commit names, whether or not they are there. Throws for what is no commit. */
export function parseCommit(id: string, bytes: Buffer): GitCommit {
  const end = bytes.indexOf('\n\n');
  const header = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).split('\n');
  const values = (key: string) =>
    header.filter(line => line.startsWith(`${key} `)).map(line => line.slice(key.length + 1));
  const committed = /> (-?\d+) [+-]\d+$/.exec(values('committer')[0] ?? '')?.[1];
  if (committed === undefined) throw new Error(`${id} is a damaged commit object`);
  const message = end < 0 ? '' : decode(bytes.subarray(end + 2), values('encoding')[0]);
  return {
    id,
    parents: values('parent'),
    committed: Number(committed),
    subject: message.trimStart().split('\n', 1)[0]?.trimEnd() ?? '',
  };
}

function decode(bytes: Buffer, encoding: string | undefined): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // an encoding nobody knows: what is ASCII in it stays readable
    return bytes.toString('utf8');
  }
}
