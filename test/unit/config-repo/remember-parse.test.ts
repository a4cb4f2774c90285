import { describe, expect, it } from 'vitest';
import { rememberParse } from '../../../server/config-repo/remember-parse';
import { parseLockfile } from '../../../server/lockfile/parse';

describe('rememberParse', () => {
  it('parses equal texts of one format once, wherever they stand', () => {
    const parsed: string[] = [];
    const parse = rememberParse((text, format, path) => {
      parsed.push(path);
      return parseLockfile(text, format);
    });
    const first = parse('{}', 'json', 'a.json');
    expect(parse('{}', 'json', 'b.json')).toBe(first);
    expect(parse('{}', 'yaml', 'a.yaml').format).toBe('yaml');
    expect(parse('{ }', 'json', 'c.json')).not.toBe(first);
    expect(parsed).toEqual(['a.json', 'a.yaml', 'c.json']);
  });

  it('keeps no more than its limit', () => {
    const parse = rememberParse(parseLockfile, 1);
    const first = parse('{}', 'json', 'a.json');
    parse('{"packages": {}}', 'json', 'a.json');
    expect(parse('{}', 'json', 'a.json')).not.toBe(first);
  });
});
