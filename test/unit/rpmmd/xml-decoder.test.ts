import { describe, expect, it } from 'vitest';
import { decoderFor } from '../../../server/rpmmd/xml-decoder';

describe('decoderFor', () => {
  it.each([
    ['nothing', Buffer.from('<a/>'), 'utf-8'],
    ['UTF-8 by name', Buffer.from('<?xml version="1.0" encoding="UTF-8"?>'), 'utf-8'],
    ['another by name', Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?>"), 'windows-1252'],
    ['a byte order mark, little end first', Buffer.from([0xff, 0xfe, 0x3c, 0]), 'utf-16le'],
    ['a byte order mark, big end first', Buffer.from([0xfe, 0xff, 0, 0x3c]), 'utf-16be'],
  ])('%s', (_, start, encoding) => {
    expect(decoderFor(start, 'primary.xml').encoding).toBe(encoding);
  });

  it('names the file and an encoding that nobody decodes', () => {
    const start = Buffer.from('<?xml version="1.0" encoding="EBCDIC-X"?>');
    expect(() => decoderFor(start, 'primary.xml')).toThrow(
      "primary.xml is in the encoding 'EBCDIC-X', which cannot be read",
    );
  });
});
