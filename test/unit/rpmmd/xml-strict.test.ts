import { describe, expect, it } from 'vitest';
import { MetadataError } from '../../../server/rpmmd/metadata-error';
import { StrictXml } from '../../../server/rpmmd/xml-strict';

function events(...chunks: string[]): string[] {
  const seen: string[] = [];
  const parser = new StrictXml('some.xml', {
    open: (path, attributes) => seen.push(`<${path.join('/')} ${JSON.stringify(attributes)}`),
    text: (path, text) => text.trim() && seen.push(`${path.join('/')}=${text}`),
    close: path => seen.push(`/${path.join('/')}`),
  });
  for (const chunk of chunks) parser.write(chunk);
  parser.end();
  return seen;
}

function failure(...chunks: string[]): MetadataError {
  try {
    events(...chunks);
  } catch (error) {
    if (error instanceof MetadataError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('StrictXml', () => {
  it('tells of elements by local name, with attributes and text', () => {
    expect(events('<r:root xmlns:r="u"><a x="1&amp;2">t&#x41;<![CDATA[<c>]]></a><!-- no --><b/></r:root>')).toEqual([
      '<root {"xmlns:r":"u"}',
      '<root/a {"x":"1&2"}',
      'root/a=tA',
      'root/a=<c>',
      '/root/a',
      '<root/b {}',
      '/root/b',
      '/root',
    ]);
  });

  it('reads across any split', () => {
    const xml = '<root><a x="&lt;">one &amp; two</a></root>';
    expect(events(...xml)).toEqual(events(xml));
  });

  it.each([
    ['a DTD', '<!DOCTYPE root><root/>', 'a DTD (<!DOCTYPE>) is not accepted'],
    ['a DTD with entities', '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>', 'a DTD (<!DOCTYPE>) is not accepted'],
    ['an entity nobody defined', '<root>\n  &nbsp;</root>', 'undefined entity'],
    ['mismatched tags', '<root><a></b></root>', 'unexpected close tag'],
    ['an unquoted attribute', '<root a=1/>', 'unquoted attribute value'],
    ['two roots', '<root/><root/>', 'documents may contain only one root'],
  ])('refuses %s', (_, xml, message) => {
    const error = failure(xml);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^some\.xml, line \d+, column \d+: /);
    expect(error.kind).toBe('malformed');
  });

  it('names the line', () => {
    expect(failure('<root>\n\n&nbsp;</root>').message).toMatch(/^some\.xml, line 3, column 6: undefined entity$/);
  });

  it.each([
    ['in an element', '<root><a>', 'ends before </root>'],
    ['in a tag', '<root><a b="', 'ends before </root>'],
    ['before anything', '', 'has no root element'],
    ['after the declaration', '<?xml version="1.0"?>\n', 'has no root element'],
  ])('reports a document that ends %s as truncated', (_, xml, message) => {
    expect(failure(xml)).toMatchObject({ kind: 'truncated', message: expect.stringContaining(message) });
  });

  it('bounds depth', () => {
    expect(events('<a>'.repeat(64) + '</a>'.repeat(64))).toHaveLength(128);
    expect(failure('<a>'.repeat(65)).message).toContain('more than 64 levels of elements');
  });

  it('bounds one text', () => {
    const million = 'x'.repeat(1024 * 1024);
    expect(failure('<root>', ...Array<string>(18).fill(million))).toMatchObject({
      kind: 'too-large',
      message: expect.stringContaining('longer than 16 MiB'),
    });
  });
});
