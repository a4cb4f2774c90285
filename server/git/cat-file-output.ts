/** The output of `git cat-file --batch`, cut into its answers as it arrives. */

export interface GitObject {
  readonly id: string;
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** Undefined where it is larger than what is read. */
  readonly bytes: Buffer | undefined;
}

/** One answer: an object, or undefined for a name that leads to none. */
export type Answer = GitObject | undefined;

const OBJECT = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/;
// `submodule` since git 2.51, for a name that leads to a commit of another repository
const NOTHING = / (missing|ambiguous|submodule)$/;
const NEWLINE = 0x0a;

/**
 * Takes the output in pieces and hands over each answer when it is complete. Objects above `maxBytes` are passed over
 * without being held. Throws for output that is not that of `cat-file --batch`.
 */
export function catFileOutput(maxBytes: number, onAnswer: (answer: Answer) => void): (piece: Buffer) => void {
  let line: Buffer[] = [];
  let object: { id: string; type: string; size: number; bytes: Buffer | undefined; filled: number } | undefined;

  const header = (text: string): void => {
    const [, id, type, size] = OBJECT.exec(text) ?? [];
    if (id !== undefined && type !== undefined) {
      const length = Number(size);
      object = { id, type, size: length, bytes: length > maxBytes ? undefined : Buffer.alloc(length), filled: 0 };
    } else if (NOTHING.test(text)) {
      onAnswer(undefined);
    } else {
      throw new Error(`git cat-file answered ${JSON.stringify(text.slice(0, 200))}`);
    }
  };

  return piece => {
    let at = 0;
    while (at < piece.length) {
      if (object === undefined) {
        const end = piece.indexOf(NEWLINE, at);
        line.push(piece.subarray(at, end < 0 ? piece.length : end));
        if (end < 0) return;
        at = end + 1;
        const text = Buffer.concat(line).toString();
        line = [];
        header(text);
      } else if (object.filled < object.size) {
        const end = Math.min(piece.length, at + object.size - object.filled);
        if (object.bytes) piece.copy(object.bytes, object.filled, at, end);
        object.filled += end - at;
        at = end;
      } else {
        // the newline behind the contents
        at++;
        const { id, type, size, bytes } = object;
        object = undefined;
        onAnswer({ id, type, size, bytes });
      }
    }
  };
}
