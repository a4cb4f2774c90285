/** Changes of files as `git diff` writes them, for a reader and for `git apply`. */
import { formatPatch, structuredPatch } from 'diff';

/** A text file as it is and as it will be, in UTF-8. */
export interface FileTexts {
  /** Relative to the top of the working tree, with `/`. */
  readonly path: string;
  /** Undefined: it is not there yet. */
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/** As many lines around a change as git shows. */
const CONTEXT = 3;

/** Empty where no file changes. Byte order marks, carriage returns and a missing last line break are in it as in the files. */
export function patchOf(files: readonly FileTexts[]): string {
  return files.map(patchOfFile).join('');
}

function patchOfFile({ path, before, after }: FileTexts): string {
  const [from, to] = [before === undefined ? '/dev/null' : `a/${path}`, `b/${path}`];
  const { hunks } = structuredPatch(from, to, textOf(before), textOf(after), undefined, undefined, {
    context: CONTEXT,
  });
  if (hunks.length === 0) return '';
  const isCreate = before === undefined;
  return formatPatch({
    ...{ oldFileName: from, newFileName: to, oldHeader: undefined, newHeader: undefined, hunks },
    ...{ isGit: true, isCreate },
  });
}

/** Everything that is in the file, the mark at its beginning too. */
function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
