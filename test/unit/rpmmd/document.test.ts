import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { documentOf, MAX_DOCUMENT } from '../../../server/rpmmd/document';
import { MetadataError } from '../../../server/rpmmd/metadata-error';

const REPOMD = '<?xml version="1.0"?>\n<repomd xmlns="http://linux.duke.edu/metadata/repo"/>\n';

describe('a document', () => {
  it.each([REPOMD, '', 'https://mirror.example.org/fedora/\n', '<!---->'.repeat(146), '<!-- html -->\n<repomd/>'])(
    '%j is as it came',
    text => {
      expect(documentOf(Buffer.from(text)).toString()).toBe(text);
    },
  );

  it('that the server compressed unasked is unpacked', () => {
    expect(documentOf(gzipSync(REPOMD)).toString()).toBe(REPOMD);
  });

  it.each([
    [
      'cut off',
      gzipSync(REPOMD).subarray(0, 40),
      /^came compressed and cannot be unpacked \(unexpected end of file\)$/,
    ],
    ['a bomb', gzipSync(Buffer.alloc(MAX_DOCUMENT + 1)), /^came compressed and cannot be unpacked \(/],
  ])('that is %s is refused', (_, body, message) => {
    expect(() => documentOf(body)).toThrow(MetadataError);
    expect(() => documentOf(body)).toThrow(message);
  });

  it.each([
    '<!DOCTYPE html>\n<html><title>Sign in</title></html>',
    '\n<HTML><body>',
    '\ufeff<!-- portal -->\n<html lang="en">',
  ])('%j is a web page', text => {
    expect(() => documentOf(Buffer.from(text))).toThrow('an HTML page came in its place (a login or error page?)');
  });
});
