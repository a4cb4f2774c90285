import { describe, expect, it } from 'vitest';
import { unknownType } from '../../../server/rules/unknown-type';
import { fixed, lines, OVERRIDES, titles, X86_64_BASE } from './support';

const entry = (type: string) => `packages:\n  podman:\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: ${type}\n`;

describe('unknown-type', () => {
  it('reports a type that no tool knows and offers the nearest', () => {
    expect(lines(unknownType, OVERRIDES, entry('fasttrack'))).toEqual([
      'warning 5:13-5:22 podman has the type "fasttrack": the tools know pin and fast-track only.',
    ]);
    expect(titles(unknownType, OVERRIDES, entry('fasttrack'))).toEqual([['Make it a fast-track *']]);
    expect(titles(unknownType, OVERRIDES, entry('Pin'))).toEqual([['Make it a pin *']]);
    expect(titles(unknownType, OVERRIDES, entry('fast_track'))).toEqual([['Make it a fast-track *']]);
    expect(fixed(unknownType, OVERRIDES, entry('"Pin"'), 'Make it a pin')).toBe(entry('"pin"'));
  });

  it('guesses nothing of a word that is like neither', () => {
    expect(titles(unknownType, OVERRIDES, entry('temporary'))).toEqual([['Make it a pin', 'Make it a fast-track']]);
  });

  it('is content with the two types, without one, and with anything in a base lock', () => {
    expect(lines(unknownType, OVERRIDES, entry('pin'))).toEqual([]);
    expect(lines(unknownType, OVERRIDES, entry('fast-track'))).toEqual([]);
    expect(lines(unknownType, OVERRIDES, entry(''))).toEqual([]);
    const base = '{"packages": {"a": {"evra": "1-1.noarch", "metadata": {"type": "x"}}}}';
    expect(lines(unknownType, X86_64_BASE, base)).toEqual([]);
  });
});
