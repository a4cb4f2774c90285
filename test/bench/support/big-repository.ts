/** An rpm-md repository of the size of Fedora's, in the shape createrepo_c gives it: the entries of primary.xml are as long as real ones. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { repositoryOfXml } from '../../../scripts/lib/rpm-md.mjs';
import { parseEvr } from '../../../server/rpm/evr';
import { packages } from './inputs';

export const REPOSITORY_PACKAGES = 65_000;

export function writeBigRepository(folder: string): void {
  const body = packages(REPOSITORY_PACKAGES).map(({ name, evr, source, noarch }, i) => {
    const { epoch, version, release = '' } = parseEvr(evr);
    const arch = noarch ? 'noarch' : 'x86_64';
    const nvr = (of: string): string => `${of}-${version}-${release}`;
    const own = `flags="EQ" epoch="${epoch}" ver="${version}" rel="${release}"`;
    const provides = Array.from({ length: 8 }, (_, n) => `<rpm:entry name="lib${name}-${n}.so.${n}()(64bit)"/>`);
    const requires = Array.from(
      { length: 14 },
      (_, n) => `<rpm:entry name="libneeded${(i * 7 + n) % 9000}.so.6()(64bit)"/>`,
    );
    return `<package type="rpm">
  <name>${name}</name>
  <arch>${arch}</arch>
  <version epoch="${epoch}" ver="${version}" rel="${release}"/>
  <checksum type="sha256" pkgid="YES">${createHash('sha256').update(nvr(name)).digest('hex')}</checksum>
  <summary>Summary of ${name}</summary>
  <description>${`What ${name} does, in a few sentences that nobody reads. `.repeat(6)}</description>
  <packager>Fedora Project</packager>
  <url>https://example.org/${source}/</url>
  <time file="1729526400" build="1729440000"/>
  <size package="223700" installed="400000" archive="425600"/>
  <location href="Packages/${name.charAt(0)}/${nvr(name)}.${arch}.rpm"/>
  <format>
    <rpm:license>GPL-2.0-or-later AND MIT</rpm:license>
    <rpm:vendor>Fedora Project</rpm:vendor>
    <rpm:group>Unspecified</rpm:group>
    <rpm:buildhost>localhost</rpm:buildhost>
    <rpm:sourcerpm>${nvr(source)}.src.rpm</rpm:sourcerpm>
    <rpm:header-range start="4504" end="22057"/>
    <rpm:provides>
      <rpm:entry name="${name}" ${own}/>
      ${provides.join('\n      ')}
    </rpm:provides>
    <rpm:requires>
      ${requires.join('\n      ')}
    </rpm:requires>
    <file>/usr/bin/${name}</file>
  </format>
</package>
`;
  });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${body.length}">
${body.join('')}</metadata>
`;
  for (const [path, data] of repositoryOfXml(xml)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), data);
  }
}

/** `count` package names out of the whole alphabet of a repository whose primary is gzipped. */
export function someNames(folder: string, count: number): string[] {
  const repodata = join(folder, 'repodata');
  const primary = readdirSync(repodata).find(name => name.endsWith('primary.xml.gz'));
  if (primary === undefined) throw new Error(`${repodata} has no primary.xml.gz`);
  const xml = gunzipSync(readFileSync(join(repodata, primary))).toString('latin1');
  const names = [...new Set([...xml.matchAll(/<name>([\w.+-]+)<\/name>/g)].map(match => match[1] ?? ''))];
  const step = Math.max(1, Math.floor(names.length / count));
  return names.filter((_, i) => i % step === 0).slice(0, count);
}
