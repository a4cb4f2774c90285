/** The byte order mark at the beginning of a UTF-8 file, which reading takes off and writing is to leave where it was. */

const MARK: Uint8Array = Uint8Array.of(0xef, 0xbb, 0xbf);

export function hasByteOrderMark(bytes: Uint8Array): boolean {
  return MARK.every((byte, i) => bytes[i] === byte);
}

/** The bytes of a text, behind a mark where `marked`. */
export function textBytes(text: string, marked: boolean): Buffer {
  return Buffer.concat([...(marked ? [MARK] : []), Buffer.from(text)]);
}
