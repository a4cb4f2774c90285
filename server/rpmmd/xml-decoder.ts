/** The encoding of an XML document (XML 1.0, appendix F). */
import { TextDecoder } from 'node:util';
import { MetadataError } from './metadata-error';

/** For a document that begins with `start`. Throws a MetadataError, which names the file by `what`, for an encoding the platform cannot decode. */
export function decoderFor(start: Uint8Array, what: string): TextDecoder {
  const head = Buffer.from(start.subarray(0, 200)).toString('latin1');
  const utf16 = head.startsWith('\xff\xfe') ? 'utf-16le' : head.startsWith('\xfe\xff') ? 'utf-16be' : undefined;
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(head)?.[1];
  const encoding = utf16 ?? declared ?? 'utf-8';
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    const message = `${what} is in the encoding '${encoding}', which cannot be read`;
    throw new MetadataError('unsupported', message, { cause: error });
  }
}
