/** The small documents of a repository (repomd.xml, metalink, mirror list) as servers and what stands before them send them. */
import { gunzipSync } from 'node:zlib';
import { MetadataError, messageOf } from './metadata-error';

/** Bytes, of the document itself. */
export const MAX_DOCUMENT = 4 * 1024 * 1024;

/**
 * The document in an answer's body. Some servers compress although no encoding was asked for: none of these documents
 * is ever gzip by itself. Throws MetadataError, without URL, for a web page in its place.
 */
export function documentOf(body: Buffer): Buffer {
  const document = body[0] === 0x1f && body[1] === 0x8b ? unpack(body) : body;
  if (/^\ufeff?\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b/is.test(document.toString('utf8', 0, 1024))) {
    throw new MetadataError('malformed', 'an HTML page came in its place (a login or error page?)');
  }
  return document;
}

function unpack(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_DOCUMENT });
  } catch (error) {
    throw new MetadataError('malformed', `came compressed and cannot be unpacked (${messageOf(error)})`, {
      cause: error,
    });
  }
}
