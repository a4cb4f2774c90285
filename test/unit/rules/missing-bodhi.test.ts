import { describe, expect, it } from 'vitest';
import { missingBodhi } from '../../../server/rules/missing-bodhi';
import { fixed, lines, OVERRIDES, titles } from './support';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1477';
const UPDATE = 'https://bodhi.fedoraproject.org/updates/FEDORA-2023-eec1379708';

describe('missing-bodhi', () => {
  it('reports a fast-track without an update', () => {
    const text = 'packages:\n  ignition:\n    evr: 2.20.0-1.fc40\n    metadata:\n      type: fast-track\n';
    expect(lines(missingBodhi, OVERRIDES, text)).toEqual([
      'info 2:3-2:11 The fast-track of ignition names no Bodhi update: add the one it runs ahead of as metadata.bodhi.',
    ]);
    expect(titles(missingBodhi, OVERRIDES, text)).toEqual([[]]);
  });

  it('offers the update of an entry with the same EVR and reason', () => {
    const text = `packages:
  curl:
    evr: 7.87.0-8.fc38
    metadata:
      bodhi: ${UPDATE}
      reason: ${REASON}
      type: fast-track
  libcurl-minimal:
    evr: 7.87.0-8.fc38
    metadata:
      reason: ${REASON}
      type: fast-track
`;
    expect(fixed(missingBodhi, OVERRIDES, text, `Insert the update of curl: ${UPDATE}`)).toBe(
      text.replace(
        / {6}reason: \S+\n {6}type: fast-track\n$/,
        `      bodhi: ${UPDATE}\n      reason: ${REASON}\n      type: fast-track\n`,
      ),
    );
  });

  it('does not ask a pin', () => {
    expect(lines(missingBodhi, OVERRIDES, 'packages:\n  a:\n    evr: 1-1\n    metadata:\n      type: pin\n')).toEqual(
      [],
    );
  });
});
