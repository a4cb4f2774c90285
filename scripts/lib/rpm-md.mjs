// Writes small rpm-md repositories in the shape createrepo_c gives them: repodata/repomd.xml, primary, and updateinfo as Bodhi adds it.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeXml = text => String(text).replace(/[&<>"]/g, c => ESCAPES[c]);
const sha256 = data => createHash('sha256').update(data).digest('hex');

/** `name-version-release.arch`: file names carry no epoch. */
const fileStem = (p, arch) => `${p.name}-${p.version}-${p.release}.${arch}`;

export function primaryXml(packages) {
  const body = packages.map(packageXml).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${packages.length}">
${body}</metadata>
`;
}

function packageXml(p) {
  const epoch = p.epoch ?? '0';
  const location = p.location ?? `Packages/${p.name[0].toLowerCase()}/${fileStem(p, p.arch)}.rpm`;
  const sourceRpm = p.sourceRpm ?? `${p.source ?? p.name}-${p.version}-${p.release}.src.rpm`;
  const checksum = p.checksum ?? sha256(`${epoch}:${fileStem(p, p.arch)}`);
  const size = p.size ?? 10_000 + p.name.length * 100;
  return `<package type="rpm">
  <name>${escapeXml(p.name)}</name>
  <arch>${escapeXml(p.arch)}</arch>
  <version epoch="${escapeXml(epoch)}" ver="${escapeXml(p.version)}" rel="${escapeXml(p.release)}"/>
  <checksum type="sha256" pkgid="YES">${checksum}</checksum>
  <summary>${escapeXml(p.summary ?? '')}</summary>
  <description>${escapeXml(p.summary ?? '')}</description>
  <packager></packager>
  <url>${escapeXml(p.url ?? '')}</url>
  <time file="${p.fileTime ?? 0}" build="${p.buildTime ?? p.fileTime ?? 0}"/>
  <size package="${size}" installed="${size * 3}" archive="${size * 3 + 512}"/>
  <location href="${escapeXml(location)}"/>
  <format>
    <rpm:license>${escapeXml(p.license ?? '')}</rpm:license>
    <rpm:vendor></rpm:vendor>
    <rpm:group>Unspecified</rpm:group>
    <rpm:buildhost>build.example.org</rpm:buildhost>
    <rpm:sourcerpm>${escapeXml(sourceRpm)}</rpm:sourcerpm>
    <rpm:header-range start="4504" end="6345"/>
    <rpm:provides>
      <rpm:entry name="${escapeXml(p.name)}" flags="EQ" epoch="${escapeXml(epoch)}" ver="${escapeXml(p.version)}" rel="${escapeXml(p.release)}"/>
    </rpm:provides>
  </format>
</package>
`;
}

export function updateinfoXml(advisories) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<updates>\n${advisories.map(updateXml).join('')}</updates>\n`;
}

/** With the fields, and the ways to fill them, of Bodhi's composes: `src` is the address of the package itself. */
function updateXml(a) {
  const long = `Fedora ${a.release.replace(/^F/, '')}`;
  const bugs = a.bugs ?? [];
  const references = bugs.map(
    bug =>
      `    <reference href="https://bugzilla.redhat.com/show_bug.cgi?id=${bug.id}" id="${bug.id}" type="bugzilla" title="${escapeXml(bug.title)}"/>\n`,
  );
  const packages = a.packages.map(p => {
    const stem = fileStem(p, p.arch);
    const folder = p.arch === 'src' ? 'SRPMS' : p.arch === 'noarch' ? 'i386' : p.arch;
    const src = `https://download.fedoraproject.org/pub/fedora/linux/updates/${a.release.slice(1)}/${folder}/${p.name[0]}/${stem}.rpm`;
    return `      <package name="${escapeXml(p.name)}" version="${escapeXml(p.version)}" release="${escapeXml(p.release)}" epoch="${p.epoch ?? 0}" arch="${p.arch}" src="${escapeXml(src)}">
        <filename>${escapeXml(stem)}.rpm</filename>
      </package>
`;
  });
  return `<update from="updates@fedoraproject.org" status="${a.status ?? 'stable'}" type="${a.type}" version="2.0">
  <id>${escapeXml(a.id)}</id>
  <title>${escapeXml(a.title)}</title>
  <issued date="${a.issued}"/>
  <updated date="${a.updated ?? a.issued}"/>
  <rights>Copyright (C) 2024 Red Hat, Inc. and others.</rights>
  <release>${long}</release>
  <severity>${a.severity ?? 'None'}</severity>
  <summary>${escapeXml(`${a.title} ${a.type} update`)}</summary>
  <description>${escapeXml(a.description ?? '')}</description>
  <references>
${references.join('')}  </references>
  <pkglist>
    <collection short="${a.release}">
      <name>${long}</name>
${packages.join('')}    </collection>
  </pkglist>
</update>
`;
}

export function repositoryFiles(packages, options = {}) {
  return repositoryOfXml(primaryXml(packages), options);
}

export function repositoryOfXml(xml, options = {}) {
  const revision = options.revision ?? 1_729_526_400;
  const records = [record('primary', xml, options, revision)];
  if (options.updateinfo !== undefined) records.push(record('updateinfo', options.updateinfo, options, revision));
  const repomd = `<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="http://linux.duke.edu/metadata/rpm">
  <revision>${revision}</revision>
${records.map(record => record.element).join('')}</repomd>
`;
  return new Map([['repodata/repomd.xml', Buffer.from(repomd)], ...records.map(({ path, data }) => [path, data])]);
}

/** A metadata file and its element of repomd.xml. */
function record(type, xml, options, revision) {
  const compression = options.compression ?? 'gz';
  const open = Buffer.from(xml);
  const data = compress(open, compression);
  const suffix = compression === 'none' ? '' : `.${compression}`;
  const path = `repodata/${sha256(data)}-${type}.xml${suffix}`;
  const element = `  <data type="${type}">
    <checksum type="sha256">${sha256(data)}</checksum>
    <open-checksum type="sha256">${sha256(open)}</open-checksum>
    <location href="${path}"/>
    <timestamp>${options.timestamp ?? revision}</timestamp>
    <size>${data.length}</size>
    <open-size>${open.length}</open-size>
  </data>
`;
  return { path, data, element };
}

function compress(data, compression) {
  switch (compression) {
    case 'gz':
      return gzipSync(data, { level: 9 });
    case 'zst':
      return storedZstd(data);
    case 'none':
      return data;
    default:
      throw new Error(`unknown compression: ${compression}`);
  }
}

/** A zstd frame (RFC 8878) of raw blocks: what a machine without a zstd encoder can write and every decoder reads. */
function storedZstd(data) {
  const BLOCK = 128 * 1024;
  // no checksum, no content size (as a streaming encoder leaves it out), window of 128 KiB
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])];
  let at = 0;
  do {
    const block = data.subarray(at, at + BLOCK);
    at += block.length;
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at >= data.length ? 1 : 0), 0, 3);
    parts.push(header, block);
  } while (at < data.length);
  return Buffer.concat(parts);
}
