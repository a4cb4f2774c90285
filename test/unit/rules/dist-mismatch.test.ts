import { describe, expect, it } from 'vitest';
import { distMismatch } from '../../../server/rules/dist-mismatch';
import { baseLock, lines, OVERRIDES, X86_64_BASE } from './support';

const around = (releasever: string, base?: string) => ({
  releasever,
  files:
    base === undefined
      ? {}
      : { [X86_64_BASE]: baseLock({ bash: `5.2.26-3.${base}.x86_64`, skopeo: '1:1.15-1.x86_64' }) },
});
const text = (version: string, metadata = 'type: fast-track') =>
  `packages:\n  coreos-installer:\n    ${version}\n    metadata:\n      ${metadata}\n`;
const check = (version: string, there = around('37'), metadata?: string) =>
  lines(distMismatch, OVERRIDES, text(version, metadata), there);

describe('dist-mismatch', () => {
  it('reports the build of another release: coreos-installer in rawhide, August 2022', () => {
    expect(check('evr: 0.15.0-5.fc38')).toEqual([
      'warning 3:19-3:23 coreos-installer 0.15.0-5.fc38 is built for fc38, but the release here is 37: take the build for this release, or say in the reason why it has to be fc38.',
    ]);
    expect(check('evra: "0.15.0-5.fc38.4.x86_64"', around('37', 'fc37'))).toEqual([
      expect.stringContaining('warning 3:21-3:25 coreos-installer 0.15.0-5.fc38.4 is built for fc38'),
    ]);
  });

  it.each([
    'evr: 0.15.0-5.fc37',
    'evra: 0.15.0-5.fc37.4.noarch',
    'evr: 0.15.0-5',
    'evr: 0.15.0-5.eln123',
    'evr: 0.15.0.fc38-5.fc37',
    'evr: 1',
  ])('says nothing of %s on 37', version => {
    expect(check(version)).toEqual([]);
  });

  it('knows the releases of RHEL by their major version', () => {
    expect(check('evr: 0.15.0-5.el9_4', around('9.4'))).toEqual([]);
    expect(check('evr: 0.15.0-5.el9', around('9.8'))).toEqual([]);
    expect(check('evr: 0.15.0-5.el10', around('9.8'))).toEqual([
      'warning 3:19-3:23 coreos-installer 0.15.0-5.el10 is built for el10, but the release here is 9.8: take the build for this release, or say in the reason why it has to be el10.',
    ]);
  });

  it('takes a pin with a reason for deliberate, without one not', () => {
    const reason = 'reason: https://github.com/coreos/fedora-coreos-tracker/issues/1803';
    expect(check('evr: 102-2.fc41', around('42'), `${reason}\n      type: pin`)).toEqual([]);
    expect(check('evr: 102-2.fc41', around('42'), 'type: pin')).toHaveLength(1);
    expect(check('evr: 102-2.fc41', around('42'), `${reason}\n      type: fast-track`)).toHaveLength(1);
  });

  it.each(['the fc31 build is needed', 'see Fedora 31', 'https://example.com/f31-only'])(
    'is silent where the reason names the release: %s',
    said => {
      expect(check('evr: 0.1.3-1.fc31', around('32'), `reason: ${said}\n      type: fast-track`)).toEqual([]);
    },
  );

  it('is silent where a comment of the entry names the release', () => {
    const commented = (above: string, inside = '') =>
      `packages:\n${above}  coreos-installer:\n${inside}    evr: 0.1.3-1.fc31\n`;
    const found = (source: string) => lines(distMismatch, OVERRIDES, source, around('32'));
    expect(found(commented('  # Built for f31 only.\n  # Drop it then.\n'))).toEqual([]);
    expect(found(commented('', '    # no fc32 build yet, fc31 it is\n'))).toEqual([]);
    expect(found('packages:\n  coreos-installer:\n    evr: 0.1.3-1.fc31 # Fedora 31\n')).toEqual([]);
    expect(found(commented('  # no fc310 or f32\n'))).toHaveLength(1);
    expect(found(commented('  # f31\n\n'))).toHaveLength(1);
    expect(
      found('packages:\n  # f31\n  bash:\n    evr: 5-1.fc32\n  coreos-installer:\n    evr: 0.1.3-1.fc31\n'),
    ).toHaveLength(1);
  });

  it('is silent where the base locks are of that release, as after a promotion', () => {
    expect(check('evr: 2.18.0-1.fc40', around('39', 'fc40'))).toEqual([]);
    expect(check('evr: 2.18.0-1.fc40', around('39', 'fc39'))).toHaveLength(1);
  });

  it('needs the release, and looks at overrides only', () => {
    expect(lines(distMismatch, OVERRIDES, text('evr: 0.15.0-5.fc38'))).toEqual([]);
    expect(check('evr: 0.15.0-5.fc38', around('next'))).toEqual([]);
    expect(lines(distMismatch, X86_64_BASE, baseLock({ bash: '5.2.26-3.fc38.x86_64' }), around('37'))).toEqual([]);
  });
});
