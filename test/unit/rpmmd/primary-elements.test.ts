import { describe, expect, it } from 'vitest';
import {
  ALL_FOUND,
  CHILDREN,
  FORMAT_CHILDREN,
  findElement,
  isName,
  PACKAGE,
} from '../../../server/rpmmd/primary-elements';

const find = (text: string, expected = 0) => {
  const index = findElement(CHILDREN, Buffer.from(text), 0, expected);
  return index < 0 ? undefined : CHILDREN[index]?.name.bytes.toString();
};

describe('findElement', () => {
  it('finds a name wherever it stands in the table', () => {
    expect(['name>', 'arch>', 'location href', 'url/>', 'format\n'].map(text => find(text))).toEqual([
      'name',
      'arch',
      'location',
      'url',
      'format',
    ]);
    expect([find('name>', 5), find('name>', 99)]).toEqual(['name', 'name']);
  });

  it('takes no other name for it', () => {
    for (const text of ['names>', 'nam>', 'Name>', 'x:name>', 'name', '', 'packages>'])
      expect(find(text)).toBeUndefined();
    expect(isName(PACKAGE, Buffer.from('</package>'), 2)).toBe(true);
    expect(isName(PACKAGE, Buffer.from('</packager>'), 2)).toBe(false);
  });

  it('has a bit of its own for every element with a field', () => {
    const bits = [...CHILDREN, ...FORMAT_CHILDREN].map(({ bit }) => bit).filter(bit => bit !== 0);
    expect(new Set(bits).size).toBe(11);
    expect(bits.reduce((all, bit) => all | bit)).toBe(ALL_FOUND);
  });
});
