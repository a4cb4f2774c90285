import { describe, expect, it } from 'vitest';
import { doubledDistTag, evrFault, isEvr, isRpmArch, trailingArch } from '../../../server/rpm/evr-syntax';

describe('evrFault', () => {
  it.each([
    '5:5.2.5-1.fc40',
    '2024a-5.fc40',
    '15.8-3',
    '1.0.0~rc95-1.fc34',
    '6.1^20240101.gitabc-0.fc42.1',
    '4.1.1-3.module_f30+4804+1c3d5e42',
    '1.fc39-1.fc40',
  ])('finds nothing wrong with %s', evr => {
    expect(evrFault(evr)).toBeUndefined();
  });

  it.each([
    ['', 'is empty'],
    ['1.0', 'has no release (VERSION-RELEASE)'],
    ['a-b-c', 'has more than one "-", so that the name or something else stands in it'],
    ['-1', 'has an empty version'],
    ['1-', 'has an empty release'],
    ['1 -1', 'contains blanks'],
    ['x:1-1', 'has the epoch "x", which is not a number'],
    [':1-1', 'has an empty epoch'],
    ['1:2:3-1', 'contains ":", which RPM allows in no version or release'],
    ['1.ü-1', 'contains "ü", which RPM allows in no version or release'],
    ['1.0-1.fc32.fc32', 'has the dist tag .fc32 twice'],
  ])('%s %s', (evr, fault) => {
    expect(evrFault(evr)).toBe(fault);
  });
});

describe('trailingArch', () => {
  it('knows an arch from a dist tag', () => {
    expect(trailingArch('1.1-6.fc30.noarch')).toBe('noarch');
    expect(trailingArch('5:5.2.5-1.fc40.x86_64')).toBe('x86_64');
    expect(trailingArch('1.1-6.fc30')).toBeUndefined();
    expect(trailingArch('noarch')).toBeUndefined();
    expect(isRpmArch('riscv64')).toBe(true);
    expect(isRpmArch('fc40')).toBe(false);
  });
});

describe('doubledDistTag', () => {
  it('says where the second one stands', () => {
    expect(doubledDistTag('1.fc32.fc32.x86_64')).toEqual({ tag: 'fc32', start: 6, end: 11 });
    expect(doubledDistTag('1.fc32.fc321')).toBeUndefined();
    expect(doubledDistTag('1.fc31.fc32')).toBeUndefined();
  });
});

it('isEvr takes no version with an arch behind it, and none that RPM allows in no package', () => {
  const asked = ['5:5.2.5-1.fc40', '15.8-3', '5.2.5-1.fc40.noarch', '1-1.x86_64', '1.0', ''];
  expect(asked.map(isEvr)).toEqual([true, true, false, false, false, false]);
});
