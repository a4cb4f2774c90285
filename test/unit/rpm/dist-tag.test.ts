import { describe, expect, it } from 'vitest';
import { distTag, isForRelease } from '../../../server/rpm/dist-tag';

describe('distTag', () => {
  it.each([
    ['6.11.4-201.fc40', 'fc40'],
    ['2:4.20.5-1.fc41', 'fc41'],
    ['2.4.3-4.fc39.1', 'fc39'],
    ['20241010-1.git8baf557.fc41', 'fc41'],
    ['0^20240326.g4988e2b-1.fc40', 'fc40'],
    ['5.14.0-427.13.1.el9_4', 'el9'],
    ['2024.7-1.rhaos4.17.el9', 'el9'],
    ['1.fc32-3', undefined],
    ['2024.2.60_v7.0.306-1', undefined],
    ['1-1.fc', undefined],
  ])('%s is of %s', (evr, tag) => {
    expect(distTag(evr)).toBe(tag);
  });
});

describe('isForRelease', () => {
  it.each([
    ['6.11.4-201.fc40', '40', true],
    ['6.11.4-201.fc40', '41', false],
    ['1.0-3.el9_4', '9.8', true],
    ['1.0-3', '41', true],
    ['6.11.4-201.fc40', undefined, true],
  ])('%s, release %s: %s', (evr, release, fits) => {
    expect(isForRelease(evr, release)).toBe(fits);
  });
});
