import { describe, expect, it } from 'vitest';
import { missingVersion } from '../../../server/rules/missing-version';
import { lines, OVERRIDES } from './support';

const REST = 'rpm-ostree refuses the whole file. Give it "evr: VERSION-RELEASE".';

describe('missing-version', () => {
  it('reports entries that name no version', () => {
    const text = 'packages:\n  podman:\n    metadata:\n      type: pin\n  crun:\n  runc: 1.1-1\n  conmon:\n    evr:\n';
    expect(lines(missingVersion, OVERRIDES, text)).toEqual([
      `error 2:3-2:9 podman has neither evr nor evra: ${REST}`,
      `error 5:3-5:7 The entry of crun is no map with a version: ${REST}`,
      `error 6:3-6:7 The entry of runc is no map with a version: ${REST}`,
      `error 8:5-8:9 evr of conmon has no text as value: ${REST}`,
    ]);
  });

  it('is content with either, with both (another rule) and with an alias', () => {
    const text =
      'packages:\n  a: {evr: 1-1}\n  b: {evra: 1-1.noarch}\n  c: {evr: 1-1, evra: 1-1.noarch}\n  d: {evr: &v 2-1}\n  e: {evr: *v}\n';
    expect(lines(missingVersion, OVERRIDES, text)).toEqual([]);
  });
});
