import { describe, expect, it } from 'vitest';
import { acceptedRpms, builtRpms, lockedArches } from '../../../server/operations/accepted-rpms';
import {
  distFault,
  filesFault,
  nothingAccepted,
  reasonFault,
  urlFault,
} from '../../../server/operations/override-refusals';
import type { OverrideItem, OverrideTarget } from '../../../server/operations/override-request';
import { ALL, build, COMMON, everywhere, pin, REASON, streamOf } from './override-samples';

const BASH = build('bash-5.2.32-1.fc40', `bash 5.2.32-1.fc40 ${ALL}`);
const LOCKS = everywhere({ bash: '5.2.26-3.fc40' });
const track = (name: string, rest: Partial<OverrideItem> = {}): OverrideItem => {
  return { build: build(`${name}-1-1.fc40`), type: 'fast-track', ...rest };
};

describe('reasonFault', () => {
  it('wants an http or https URL of a pin', () => {
    expect(reasonFault([pin(BASH), pin(BASH, 'HTTPS://github.com/coreos'), pin(BASH, 'https:')])).toBeUndefined();
    for (const reason of [undefined, '']) {
      expect(reasonFault([{ build: BASH, type: 'pin', reason }])).toBe(
        'Pinning bash-5.2.32-1.fc40 needs a reason, an http or https URL.',
      );
    }
    for (const reason of ['#1900', 'ftp://example.org/x', 'javascript:alert(1)', 'httpss://x', '1752']) {
      expect(reasonFault([pin(BASH, reason)])).toBe(`The reason has to be an http or https URL: ${reason}`);
    }
  });

  it('wants one of a fast-track but for what Fedora CoreOS releases itself', () => {
    expect(
      reasonFault([track('ignition'), track('rust-afterburn', { reason: '' }), track('bash', { reason: REASON })]),
    ).toBeUndefined();
    expect(reasonFault([track('ignition'), track('afterburn')])).toBe(
      'Fast-tracking afterburn-1-1.fc40 needs a reason, an http or https URL: only console-login-helper-messages, ignition, ostree, rpm-ostree, rust-afterburn, rust-bootupd, rust-coreos-installer, rust-ignition-config and rust-zincati need none.',
    );
    expect(reasonFault([track('ignition', { bodhi: 'FEDORA-2024-f0fd63c638' })])).toBe(
      'The Bodhi link has to be an http or https URL: FEDORA-2024-f0fd63c638',
    );
  });
});

describe('urlFault', () => {
  it('can be asked before there are builds', () => {
    expect(urlFault('reason', undefined)).toBeUndefined();
    for (const url of ['https://x/\nSigned-off-by: x', 'https://x/\u001b[31m']) {
      expect(urlFault('reason', url)).toBe('The reason has a line break or another control character in it.');
    }
    expect(urlFault('reason', 'ftp://x/')).toBe('The reason has to be an http or https URL: ftp://x/');
  });
});

describe('filesFault', () => {
  const fault = (text: string) => filesFault(streamOf(LOCKS, { [COMMON]: text }));

  it.each([
    ['packages:\n  podman: [1\n  x: }\n', `${COMMON}:3:`],
    ['packages: {}\n---\npackages: {}\n', `${COMMON}:2:1: A lockfile is a single YAML document.`],
    ['- a\n', `${COMMON}:1:1: The file is no map.`],
    ['just text\n', `${COMMON}:1:1: The file is no map.`],
    ['packages: []\n', `${COMMON}:1:11: packages is no map.`],
    ['packages: 1\n', `${COMMON}:1:11: packages is no map.`],
    ['x: {y: {}}\npackages: {a: {evr: =}}\n', `${COMMON}:2:21: PyYAML cannot read = without quotes.`],
  ])('%j', (text, message) => {
    expect(fault(text)?.startsWith(message)).toBe(true);
  });

  it('has nothing against files that can be filled', () => {
    for (const text of ['', '# mine\n', '~\n', '{}\n', 'packages:\n', 'packages: null\n', 'zeta: 1\n']) {
      expect(fault(text)).toBeUndefined();
    }
  });

  it('looks at every lockfile', () => {
    const other = streamOf(LOCKS, { 'manifest-lock.overrides.s390x.yaml': 'packages: []\n' });
    expect(filesFault(other)).toBe('manifest-lock.overrides.s390x.yaml:1:11: packages is no map.');
    const base = streamOf(LOCKS, { 'manifest-lock.s390x.json': '{}' });
    expect(filesFault(base)).toBe('manifest-lock.s390x.json:1:1: The base lock has no packages.');
    const broken = streamOf(LOCKS, { 'manifest-lock.s390x.json': '{"packages": {}' });
    expect(filesFault(broken)).toContain('manifest-lock.s390x.json:1:');
  });

  it('says where nothing is known of the stream', () => {
    expect(filesFault(streamOf({}, {}, { stream: 'rawhide' }))).toBe(
      'What rawhide locks is not known: it has neither base locks nor a build that says so.',
    );
  });
});

describe('distFault', () => {
  const check = (target: OverrideTarget, release: string) => {
    const built = builtRpms(lockedArches(target), [
      pin(build('bash-6-1', `bash 1:6-${release} ${ALL}`, `htop 1-1.fc1 ${ALL}`)),
    ]);
    return distFault(target, acceptedRpms(target, built));
  };

  it('is the rule of the tool on Fedora', () => {
    const target = streamOf(LOCKS);
    expect(check(target, '1.fc40')).toBeUndefined();
    for (const release of ['1.fc41', '1.fc40.4', '1', '1.eln140', '1.el9']) {
      expect(check(target, release)).toBe(`bash-1:6-${release} does not have the dist tag of this stream, .fc40.`);
    }
    expect(check(streamOf(LOCKS, {}, { releasever: '41' }), '1.fc41')).toBeUndefined();
    expect(check(streamOf(LOCKS, {}, { releasever: undefined }), '1.fc40')).toBe(
      'The releasever of this stream is not known, so that the dist tag cannot be checked.',
    );
  });

  it('goes by what is locked elsewhere, minor releases regarded as one', () => {
    const target = streamOf(everywhere({ bash: '5.1.8-9.el9', sudo: '1.9.5p2-10.el9_3' }), {}, { releasever: '9.4' });
    for (const release of ['1.el9', '1.el9_4', '1.el9_4.2']) expect(check(target, release)).toBeUndefined();
    expect(check(target, '1.fc40')).toBe('bash-1:6-1.fc40 does not have the dist tag of this stream, .el9.');
  });
});

describe('nothingAccepted', () => {
  it('names the builds', () => {
    expect(nothingAccepted([pin(build('htop-3.3.0-4.fc40')), pin(build('acl-1-1.fc40'))])).toBe(
      'No lock has a package of htop-3.3.0-4.fc40 and acl-1-1.fc40.',
    );
    expect(nothingAccepted([])).toBe('There is no build to override with.');
  });
});
