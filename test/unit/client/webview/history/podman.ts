/** podman on x86_64 in fedora-coreos-config, August to 24 October 2024, as `git log` and the lockfiles have it. */
import type { HistoryResult, HistorySpan } from '../../../../../server/protocol';

const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1809';
const BUMP = 'lockfiles: bump to latest';
const PROMOTION = 'tree: promote changes';

function base(evr: string, since: number, commit: string, subject: string): HistorySpan {
  return { evr, since, commit, subject, provenance: 'base' };
}

function override(evr: string, since: number, commit: string, type: string): HistorySpan {
  return { evr, since, commit, subject: `overrides: ${type}`, provenance: 'override', type, reason: REASON };
}

export const PODMAN: HistoryResult = {
  folder: '/src/fedora-coreos-config',
  name: 'podman',
  basearch: 'x86_64',
  basearches: ['x86_64', 'aarch64'],
  since: 1_724_000_000,
  until: 1_729_771_200,
  streams: [
    {
      stream: 'testing-devel',
      label: 'testing-devel',
      spans: [
        base('5:5.2.1-1.fc40', 1_724_200_363, '33ebc040', BUMP),
        base('5:5.2.2-1.fc40', 1_724_859_545, '22b2aa5f', BUMP),
        base('5:5.2.3-1.fc40', 1_727_566_569, '411f5aa5', BUMP),
        override('5:5.2.4-1.fc40', 1_728_395_138, '367710a3', 'fast-track'),
        override('5:5.2.5-1.fc40', 1_729_608_041, '0c276a22', 'fast-track'),
      ],
    },
    {
      stream: 'testing',
      label: 'origin/testing',
      spans: [
        base('5:5.2.1-1.fc40', 1_724_686_843, '9874dbf6', PROMOTION),
        base('5:5.2.2-1.fc40', 1_725_916_136, '2b142bed', PROMOTION),
        base('5:5.2.3-1.fc40', 1_728_318_077, '8ee44cb1', PROMOTION),
        override('5:5.2.4-1.fc40', 1_728_330_787, 'c17aac85', 'fast-track'),
      ],
    },
    {
      stream: 'stable',
      label: 'origin/stable',
      spans: [
        base('5:5.2.1-1.fc40', 1_725_916_130, 'a9dc16d7', PROMOTION),
        base('5:5.2.2-1.fc40', 1_727_101_445, 'a4bf1c20', PROMOTION),
        override('5:5.2.4-1.fc40', 1_729_501_581, '3a71e3cf', 'fast-track'),
      ],
    },
    {
      stream: 'next',
      label: 'origin/next',
      spans: [
        base('5:5.2.2-1.fc41', 1_726_454_821, 'f27b5ed5', PROMOTION),
        base('5:5.2.3-1.fc41', 1_728_318_068, 'aab9f778', PROMOTION),
        override('5:5.2.4-1.fc41', 1_728_331_928, 'ec781499', 'pin'),
        base('5:5.2.4-1.fc41', 1_729_501_569, '262db326', PROMOTION),
      ],
    },
    {
      stream: 'rawhide',
      label: 'origin/rawhide',
      spans: [
        override('5:5.2.2-1.fc42', 1_726_214_120, '8ef2eb79', 'pin'),
        { since: 1_726_503_284, commit: 'df7fc69a', subject: 'overrides: Remove the pins' },
      ],
    },
  ],
  versions: [
    '5:5.2.1-1.fc40',
    '5:5.2.2-1.fc40',
    '5:5.2.2-1.fc41',
    '5:5.2.2-1.fc42',
    '5:5.2.3-1.fc40',
    '5:5.2.3-1.fc41',
    '5:5.2.4-1.fc40',
    '5:5.2.4-1.fc41',
    '5:5.2.5-1.fc40',
  ],
  matrix: [],
  notes: [],
};
