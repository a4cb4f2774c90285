import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { updateinfoXml } from '../../../scripts/lib/rpm-md.mjs';
import { decompress } from '../../../server/rpmmd/decompress';
import type { UpdateinfoAdvisory } from '../../../server/rpmmd/updateinfo';
import { readUpdateinfo } from '../../../server/rpmmd/updateinfo-xml';
import { itShared, shared } from '../../support/shared';

const read = (xml: string | Buffer, location = 'updateinfo.xml'): Promise<UpdateinfoAdvisory[]> =>
  readUpdateinfo(decompress(Buffer.from(xml), { location }), location);

const oneUpdate = (inside: string, attributes = 'type="bugfix"'): string =>
  `<updates><update ${attributes}><id>A-1</id>${inside}</update></updates>`;

async function one(inside: string, attributes?: string): Promise<UpdateinfoAdvisory> {
  const [advisory] = await read(oneUpdate(inside, attributes));
  if (!advisory) throw new Error('no advisory');
  return advisory;
}

describe('advisories of Fedora', () => {
  // Bodhi lists all packages of a build, and puts the address of the package itself into src
  const XML = updateinfoXml([
    {
      id: 'FEDORA-2024-f0fd63c638',
      title: 'podman-5.2.4-1.fc40',
      type: 'security',
      severity: 'Important',
      issued: '2024-10-08 14:12:33',
      release: 'F40',
      description: 'Security fix for CVE-2024-9341',
      bugs: [{ id: 2_317_466, title: 'CVE-2024-9675 podman: "Buildah" <allows> & more [fedora-40]' }],
      packages: [
        { name: 'podman', epoch: 5, version: '5.2.4', release: '1.fc40', arch: 'src' },
        { name: 'podman', epoch: 5, version: '5.2.4', release: '1.fc40', arch: 'x86_64' },
        { name: 'podman', epoch: 5, version: '5.2.4', release: '1.fc40', arch: 'aarch64' },
        { name: 'podman-docker', epoch: 5, version: '5.2.4', release: '1.fc40', arch: 'noarch' },
        { name: 'podman-debuginfo', epoch: 5, version: '5.2.4', release: '1.fc40', arch: 'x86_64' },
        { name: 'podman-debugsource', epoch: 5, version: '5.2.4', release: '1.fc40', arch: 'x86_64' },
      ],
    },
    {
      id: 'FEDORA-2024-b6681fcf56',
      title: 'kdump-utils-1.0.48-1.fc40',
      type: 'bugfix',
      issued: '2024-10-22 07:30:00',
      release: 'F40',
      packages: [
        { name: 'kdump-utils', version: '1.0.48', release: '1.fc40', arch: 'src' },
        { name: 'kdump-utils', version: '1.0.48', release: '1.fc40', arch: 'x86_64' },
      ],
    },
  ]);

  it('have their sources as packages of their own, with epochs', async () => {
    expect(await read(XML)).toEqual([
      {
        id: 'FEDORA-2024-f0fd63c638',
        title: 'podman-5.2.4-1.fc40',
        type: 'security',
        severity: 'important',
        cves: ['CVE-2024-9341', 'CVE-2024-9675'],
        issued: Date.UTC(2024, 9, 8, 14, 12, 33),
        url: undefined,
        packages: [
          { name: 'podman', evr: '5:5.2.4-1.fc40' },
          { name: 'podman-docker', evr: '5:5.2.4-1.fc40' },
        ],
        sources: [{ name: 'podman', vr: '5.2.4-1.fc40', epoch: '5' }],
      },
      {
        id: 'FEDORA-2024-b6681fcf56',
        title: 'kdump-utils-1.0.48-1.fc40',
        type: 'bugfix',
        severity: 'none',
        cves: [],
        issued: Date.UTC(2024, 9, 22, 7, 30),
        url: undefined,
        packages: [{ name: 'kdump-utils', evr: '1.0.48-1.fc40' }],
        sources: [{ name: 'kdump-utils', vr: '1.0.48-1.fc40', epoch: '0' }],
      },
    ]);
  });
});

describe('what others write', () => {
  it('the source RPM in src, CVEs and its own address among the references', async () => {
    const advisory = await one(
      `<severity>Moderate</severity>
      <references>
        <reference href="https://access.redhat.com/errata/RHSA-2024:1234" id="RHSA-2024:1234" type="self" title="RHSA"/>
        <reference href="https://access.redhat.com/security/cve/CVE-2024-0001" id="CVE-2024-0001" type="cve" title="x"/>
      </references>
      <pkglist><collection short="el9"><package name="kernel-core" version="5.14.0" release="362.24.1.el9_3" epoch="0"
        arch="x86_64" src="kernel-5.14.0-362.24.1.el9_3.src.rpm"/></collection></pkglist>`,
    );
    expect(advisory).toMatchObject({
      severity: 'moderate',
      url: 'https://access.redhat.com/errata/RHSA-2024:1234',
      cves: ['CVE-2024-0001'],
      packages: [{ name: 'kernel-core', evr: '5.14.0-362.24.1.el9_3' }],
      sources: [{ name: 'kernel', vr: '5.14.0-362.24.1.el9_3', epoch: undefined }],
    });
  });

  it('an address that is none is not taken', async () => {
    const reference = '<references><reference type="self" href="javascript:alert(1)"/></references>';
    expect((await one(reference)).url).toBeUndefined();
  });

  it.each([
    ['2024-10-21 16:00:00', Date.UTC(2024, 9, 21, 16)],
    ['2013-01-27 16:08:05 UTC', Date.UTC(2013, 0, 27, 16, 8, 5)],
    ['2024-10-21T16:00:00Z', Date.UTC(2024, 9, 21, 16)],
    ['2024-10-21', Date.UTC(2024, 9, 21)],
    ['1555429284', Date.UTC(2019, 3, 16, 15, 41, 24)],
    ['15mangled2', undefined],
    ['2024-99-99 16:00:00', undefined],
  ])('issued %s', async (date, expected) => {
    expect((await one(`<issued date="${date}"/>`)).issued).toBe(expected);
  });

  it.each([
    ['Critical', 'critical'],
    ['urgent', 'critical'],
    ['Important', 'important'],
    ['Low', 'low'],
    ['None', 'none'],
    ['Urgh', 'none'],
  ])('severity %s', async (written, expected) => {
    expect((await one(`<severity>${written}</severity>`)).severity).toBe(expected);
    expect((await one('', `severity="${written}"`)).severity).toBe(expected);
  });

  it('an unknown type, and no package list', async () => {
    const advisory = await one('<title>\n  two\n  lines </title>', 'type="recommended"');
    expect(advisory).toMatchObject({ type: 'unspecified', title: 'two lines', packages: [], sources: [] });
  });

  it('one id in several elements is one advisory', async () => {
    const element = (name: string, cve: string) =>
      `<update type="security"><id>DNF-1</id><title>${cve}</title><pkglist><collection>
      <package name="${name}" version="1" release="1" arch="noarch"/></collection></pkglist></update>`;
    const [advisory, ...others] = await read(
      `<updates>${element('a', 'CVE-2024-2')}${element('b', 'CVE-2024-1')}${element('a', 'CVE-2024-2')}</updates>`,
    );
    expect(others).toEqual([]);
    expect(advisory?.packages.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(advisory?.cves).toEqual(['CVE-2024-1', 'CVE-2024-2']);
  });

  it('without id, and taken back: none', async () => {
    const xml = `<updates><update type="bugfix"><title>x</title></update>
      <update status="obsolete"><id>A-1</id></update><update status="unpushed"><id>A-2</id></update></updates>`;
    expect(await read(xml)).toEqual([]);
  });

  it('in another encoding', async () => {
    const xml = Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?><updates><update><id>\xc9</id></update></updates>',
      'latin1',
    );
    expect((await read(xml))[0]?.id).toBe('É');
  });
});

describe('refuses', () => {
  it.each([
    ['what is cut off', '<updates><update><id>A-1</id>', /updateinfo\.xml, line 1, .*ends before <\/updates>/],
    ['another document', '<metadata/>', /the root element is <metadata>, not <updates>/],
    ['what is no XML', 'hello', /updateinfo\.xml, line 1/],
    ['a DTD', '<!DOCTYPE updates [<!ENTITY a "aaaa">]><updates>&a;</updates>', /a DTD \(<!DOCTYPE>\) is not accepted/],
    ['an entity of nobody', oneUpdate('<title>&x;</title>'), /line 1, column/],
    ['depth without end', `<updates>${'<a>'.repeat(100)}`, /more than 64 levels of elements/],
    ['tags that cross', oneUpdate('<title></id>'), /line 1, column/],
  ])('%s', async (_, xml, message) => {
    await expect(read(xml)).rejects.toThrow(message);
    await expect(read(xml)).rejects.toMatchObject({ name: 'MetadataError' });
  });
});

describe('real files, as createrepo_c reads them', () => {
  const api = (path: string) => readFile(shared(`data/api/rpmmd/${path}`));

  itShared('Bodhi: Fedora 30', async () => {
    const found = await read(await api('ci-dnf-stack/advisories-updates/updateinfo.xml'));
    expect(found.map(({ id, severity }) => [id, severity])).toEqual([
      ['FEDORA-2019-f4eb34cf4c', 'moderate'],
      ['FEDORA-2019-57b5902ed1', 'critical'],
      ['FEDORA-2022-2222222222', 'none'],
      ['FEDORA-2022-2222222223', 'none'],
      ['FEDORA-2022-2222222224', 'critical'],
    ]);
    expect(found[0]?.issued).toBe(Date.UTC(2019, 4, 12, 1, 21, 43));
    expect(found[0]?.packages).toEqual([{ name: 'labirinto', evr: '1.56.2-1.fc30' }]);
    expect(found[0]?.sources).toEqual([{ name: 'labirinto', vr: '1.56.2-1.fc30', epoch: '0' }]);
  });

  itShared('compressed with gz and xz', async () => {
    const gz = '88514679cb03d8f51e850ad3639c089f899e83407a2380ef9e62873a8eb1db13-updateinfo_01.xml.gz';
    const found = await read(await api(`createrepo_c/repo_with_additional_metadata/${gz}`), gz);
    expect(found.map(({ id }) => id)).toEqual(['foobarupdate_1']);
    expect(found[0]?.issued).toBe(Date.UTC(2012, 11, 12));
    const xz = 'updateinfo_02.xml.xz';
    expect(await read(await api(`createrepo_c/updateinfo_files/${xz}`), xz)).toEqual([]);
  });

  itShared('zchunk is refused by name', async () => {
    const zck = '0219a2f1f9f32af6b7873905269ac1bc27b03e0caf3968c929a49e5a939e8935-updateinfo_01.xml.gz.zck';
    const data = await api(`createrepo_c/repo_with_additional_metadata/${zck}`);
    await expect(read(data, zck)).rejects.toThrow(/zchunk compression is not supported/);
  });
});
