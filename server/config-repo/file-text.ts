/** From the bytes of a file to its text, wherever they are from. */

/** The largest file that is read, in bytes. Real lockfiles are 60 KB, the tenfold test file 600 KB. */
export const MAX_BYTES = 64 * 1024 * 1024;

export function tooLarge(size: number): Error {
  return new Error(`it has ${size} bytes, more than the ${MAX_BYTES} that are read`);
}

/** A byte order mark is left out. Throws for what is not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is not UTF-8 text');
  }
}
