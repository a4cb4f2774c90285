/** Lockfiles of every shape that real ones have: the project's own data for the tests of the format. */
import type { LockfileFormat } from '../../../server/lockfile/model';

export interface Sample {
  readonly name: string;
  readonly format: LockfileFormat;
  readonly text: string;
}

const HEADER = `# This lockfile should be used to pin to a package version (\`type: pin\`) or to
# fast-track packages ahead of Bodhi (\`type: fast-track\`).

`;

export const OVERRIDES = `${HEADER}packages:
  afterburn:
    evr: 5.2.0-4.fc35
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2022-1b76e3a192
      type: fast-track
  containers-common:
    evra: 4:1-74.fc35.noarch
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2022-0c3b4ca7c5
      type: fast-track
  systemd:
    evr: 249.7-2.fc35
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1059
      type: pin
`;

export const COMMENTED = `packages:
  # Fast-track systemd update that reverts fallback hostname change
  # https://github.com/coreos/fedora-coreos-tracker/issues/649#issuecomment-739956843
  systemd:
    evra: 246.7-1.fc33.aarch64 # one-off build
    # metadata:
    #   type: pin

  # Fast-track Afterburn release
  afterburn:
    evra: 4.6.0-2.fc33.aarch64
  # the end`;

export const JSON_LOCK = `{
  "packages": {
    "NetworkManager": {
      "evra": "1:1.38.4-1.fc36.ppc64le"
    },
    "WALinuxAgent-udev": {
      "evra": "2.7.3.0-1.fc36.noarch"
    },
    "acl": {
      "evra": "2.3.1-3.fc36.ppc64le",
      "metadata": {
        "sourcerpm": "acl-2.3.1-3.fc36.src.rpm"
      }
    }
  },
  "metadata": {
    "generated": "2022-10-03T20:54:03Z",
    "rpmmd_repos": {
      "fedora": {
        "generated": "2022-05-04T21:15:55Z"
      }
    }
  }
}
`;

const value: unknown = JSON.parse(JSON_LOCK);

const yaml = (name: string, text: string): Sample => ({ name, format: 'yaml', text });
const json = (name: string, text: string): Sample => ({ name, format: 'json', text });

export const SAMPLES: readonly Sample[] = [
  yaml('overrides', OVERRIDES),
  yaml('comments, unsorted, no final line break', COMMENTED),
  yaml('CRLF', OVERRIDES.replaceAll('\n', '\r\n')),
  yaml(
    'four spaces',
    OVERRIDES.replaceAll(/^ +/gm, spaces => spaces + spaces),
  ),
  yaml('trailing spaces', OVERRIDES.replaceAll(/^( .*)$/gm, '$1   ')),
  yaml('double quotes', OVERRIDES.replaceAll(/(evra?): (.*)/g, '$1: "$2"')),
  yaml('single quotes', OVERRIDES.replaceAll(/(evra?|reason): (.*)/g, "$1: '$2'")),
  yaml('no final line break', OVERRIDES.trimEnd()),
  yaml('flow entries', 'packages:\n  a:  {evr: 1-1.fc40}\n  b: { evra: 2-1.fc40.noarch, metadata: {type: pin} } # b\n'),
  yaml('all flow', '{packages: {a: {evr: 1-1.fc40}, b: {evra: 1:2-1.fc40.noarch, metadata: {type: pin}}}}\n'),
  yaml('JSON in YAML', JSON_LOCK),
  yaml('top metadata', `metadata:\n  generated: 2022-10-03T20:54:03Z\n${OVERRIDES}`),
  json('JSON', JSON_LOCK),
  json('JSON, four spaces, no final line break', JSON.stringify(value, null, 4)),
  json('JSON, tabs, CRLF', JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n')),
  json('JSON, minified', JSON.stringify(value)),
  json('JSON, entries on one line', JSON_LOCK.replaceAll(/\{\s+("evra": "[^"]*")\s+\}/g, '{ $1 }')),
];
