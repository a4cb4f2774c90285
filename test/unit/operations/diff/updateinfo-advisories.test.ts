import { describe, expect, it } from 'vitest';
import { UpdateinfoAdvisories } from '../../../../server/operations/diff/updateinfo-advisories';
import type { UpdateinfoAdvisory } from '../../../../server/rpmmd/repositories';
import { diffOf } from '../../../support/diff-of';

const RHSA: UpdateinfoAdvisory = {
  id: 'RHSA-2024:1234',
  title: 'Important: kernel security update',
  type: 'security',
  severity: 'important',
  cves: ['CVE-2024-0001'],
  issued: Date.UTC(2024, 2, 15),
  url: 'https://access.redhat.com/errata/RHSA-2024:1234',
  packages: [{ name: 'kernel-core', evr: '5.14.0-362.24.1.el9_3' }],
  sources: [{ name: 'kernel', vr: '5.14.0-362.24.1.el9_3', epoch: undefined }],
};

function found(advisory: UpdateinfoAdvisory, from: Record<string, string>, to: Record<string, string>) {
  const sources = { 'kernel-core': 'kernel', 'kernel-modules': 'kernel' };
  const { sources: changes } = diffOf({ packages: from }, { packages: to }, { sources });
  const known = new UpdateinfoAdvisories([
    { id: 'baseos', basearch: 'x86_64', advisories: [advisory], error: undefined },
  ]);
  return changes.flatMap(change => known.of(change));
}

describe('UpdateinfoAdvisories', () => {
  const older = { 'kernel-core': '5.14.0-362.18.1.el9_3' };
  const newer = { 'kernel-core': '5.14.0-362.24.1.el9_3' };

  it('gives the address that the advisory itself has', () => {
    expect(found(RHSA, older, newer)).toEqual([
      {
        direction: 'gained',
        advisory: {
          id: 'RHSA-2024:1234',
          title: 'Important: kernel security update',
          type: 'security',
          severity: 'important',
          cves: ['CVE-2024-0001'],
          issued: Date.UTC(2024, 2, 15),
          url: 'https://access.redhat.com/errata/RHSA-2024:1234',
          status: undefined,
        },
      },
    ]);
    expect(found({ ...RHSA, url: undefined }, older, newer)[0]?.advisory.url).toBeUndefined();
  });

  it('a downgrade has it as lost', () => {
    expect(found(RHSA, newer, older).map(({ direction }) => direction)).toEqual(['lost']);
  });

  it('by the source RPM, whose epoch nobody says', () => {
    const modules = (evr: string) => ({ 'kernel-modules': evr });
    expect(found(RHSA, modules('5.14.0-362.18.1.el9_3'), modules('5.14.0-362.24.1.el9_3'))).toHaveLength(1);
    expect(found(RHSA, modules('5.14.0-362.24.1.el9_3'), modules('5.14.0-427.13.1.el9_4'))).toHaveLength(0);
  });
});
