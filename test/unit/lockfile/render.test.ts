import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { fileStyle, renderBlock, renderFlow } from '../../../server/lockfile/render';
import { SAMPLES } from './samples';

describe('the habits of a file', () => {
  it.each([
    ['overrides', '\n', '  ', ': ', 'plain', 'plain'],
    ['CRLF', '\r\n', '  ', ': ', 'plain', 'plain'],
    ['four spaces', '\n', '    ', ': ', 'plain', 'plain'],
    ['double quotes', '\n', '  ', ': ', 'plain', 'double'],
    ['single quotes', '\n', '  ', ': ', 'plain', 'single'],
    ['JSON in YAML', '\n', '  ', ': ', 'double', 'double'],
    ['JSON', '\n', '  ', ': ', 'double', 'double'],
    ['JSON, four spaces, no final line break', '\n', '    ', ': ', 'double', 'double'],
    ['JSON, tabs, CRLF', '\r\n', '\t', ': ', 'double', 'double'],
    ['JSON, minified', '\n', '  ', ':', 'double', 'double'],
  ])('%s', (name, eol, unit, colon, keys, values) => {
    const sample = SAMPLES.find(candidate => candidate.name === name);
    const style = fileStyle(parseLockfile(sample?.text ?? '', sample?.format ?? 'yaml'));
    expect(style).toMatchObject({ eol, unit, colon, keys, values });
  });
});

describe('new text', () => {
  const value = [
    ['evr', '1-1'],
    ['metadata', [['reason', 'a: b']]],
    ['x', []],
  ] as const;

  it('block', () => {
    const style = fileStyle(parseLockfile('', 'yaml'));
    expect(renderBlock(style, value, '  ')).toBe("  evr: 1-1\n  metadata:\n    reason: 'a: b'\n  x: {}");
  });

  it('braces on one line', () => {
    const style = fileStyle(parseLockfile('', 'yaml'));
    const layout = { multiLine: false, indent: '', padding: ' ' };
    expect(renderFlow(style, value, layout)).toBe("{ evr: 1-1, metadata: { reason: 'a: b' }, x: {} }");
  });

  it('braces over lines', () => {
    const style = fileStyle(parseLockfile('{\n    "packages": {}\n}', 'json'));
    const expected = JSON.stringify({ evr: '1-1', metadata: { reason: 'a: b' }, x: {} }, null, 4).replaceAll(
      '\n',
      '\n  ',
    );
    expect(renderFlow(style, value, { multiLine: true, indent: '  ', padding: '' })).toBe(expected);
  });
});
