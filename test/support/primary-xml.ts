/** A primary.xml of two packages, as createrepo_c writes them, and what it says. */
import { gzipSync } from 'node:zlib';
import { type FileIndex, indexOf } from '../../server/rpmmd/index-file';
import { IndexBuilder } from '../../server/rpmmd/index-writer';
import type { PackageRecord } from '../../server/rpmmd/package-index';
import { readPrimary } from '../../server/rpmmd/primary';
import type { PrimaryCounts } from '../../server/rpmmd/primary-fields';

export const TWO_PACKAGES = `<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="2">
<package type="rpm">
  <name>family-libs</name>
  <arch>x86_64</arch>
  <version epoch="5" ver="5.2.5" rel="1.fc40"/>
  <checksum type="sha256" pkgid="YES">90f61e546938a11449b710160ad294618a5bd3062e46f8cf851fd0088af184b7</checksum>
  <summary>Pods &amp; &lt;containers&gt;, na&#xEF;ve</summary>
  <description>Long text with a &lt;/package&gt; in it and a question? Yes!</description>
  <packager>Fedora Project</packager>
  <url>https://family.example.org/?a=1&amp;b=2</url>
  <time file="1729526400" build="1729440000"/>
  <size package="2237" installed="4000" archive="4256"/>
  <location href="Packages/f/family-libs-5.2.5-1.fc40.x86_64.rpm"/>
  <format>
    <rpm:license>Apache-2.0 AND MIT</rpm:license>
    <rpm:vendor>Fedora Project</rpm:vendor>
    <rpm:group>Unspecified</rpm:group>
    <rpm:buildhost>localhost</rpm:buildhost>
    <rpm:sourcerpm>family-5.2.5-1.fc40.src.rpm</rpm:sourcerpm>
    <rpm:header-range start="280" end="2057"/>
    <rpm:provides>
      <rpm:entry name="family-libs" flags="EQ" epoch="5" ver="5.2.5" rel="1.fc40"/>
    </rpm:provides>
    <file>/usr/bin/family</file>
  </format>
</package>
<package type="rpm">
  <name>plain</name>
  <arch>noarch</arch>
  <version epoch="0" ver="1.0~rc1" rel="2"/>
  <checksum type="sha256" pkgid="YES">6d43a638af70ef899933b1fd86a866f18f65b0e0e17dcbf2e42bfd0cdd7c63c3</checksum>
  <summary>Plain</summary>
  <description/>
  <packager/>
  <url/>
  <time file="1334670843" build="1334670842"/>
  <size package="2845" installed="0" archive="404"/>
  <location xml:base="https://elsewhere.example.org/pool" href="odd name.rpm"/>
  <format>
    <rpm:license>MIT</rpm:license>
    <rpm:vendor/>
    <rpm:group>Unspecified</rpm:group>
    <rpm:buildhost>localhost</rpm:buildhost>
    <rpm:sourcerpm/>
    <rpm:header-range start="280" end="2637"/>
  </format>
</package>
</metadata>
`;

export const FAMILY_LIBS: PackageRecord = {
  name: 'family-libs',
  arch: 'x86_64',
  evr: '5:5.2.5-1.fc40',
  source: 'family',
  sourceRpm: 'family-5.2.5-1.fc40.src.rpm',
  location: 'Packages/f/family-libs-5.2.5-1.fc40.x86_64.rpm',
  locationBase: '',
  checksum: 'sha256:90f61e546938a11449b710160ad294618a5bd3062e46f8cf851fd0088af184b7',
  fileTime: 1729526400,
  buildTime: 1729440000,
  size: 2237,
  summary: 'Pods & <containers>, naïve',
  license: 'Apache-2.0 AND MIT',
  url: 'https://family.example.org/?a=1&b=2',
};

export const PLAIN: PackageRecord = {
  name: 'plain',
  arch: 'noarch',
  evr: '1.0~rc1-2',
  source: 'plain',
  sourceRpm: '',
  location: 'odd name.rpm',
  locationBase: 'https://elsewhere.example.org/pool',
  checksum: 'sha256:6d43a638af70ef899933b1fd86a866f18f65b0e0e17dcbf2e42bfd0cdd7c63c3',
  fileTime: 1334670843,
  buildTime: 1334670842,
  size: 2845,
  summary: 'Plain',
  license: 'MIT',
  url: '',
};

// zstd -19
const ZST = [
  'KLUv/WTTBj0bAPZshyUAUeUB6KypzOXbtxGoabchcswp5qg7d8Yy3/fkDc8T//9X/3sBfQCAAHsAzUVnmRa/Mo5B36LPwYZa/DtZ',
  'Euc4yaIa+/aiJlpEGZksuueLOHXxYwPfa9rpr5mj1pz02EZvEcDklq8mBp1Ycxe2C1zW16Xpe1n95DGymkSyfPF7BVjvlpN4brPP',
  'OvtfEcB04ORjYYLCSVW+VdP8zcFEcVLWl++HNHxFDqK6/sK0XxTAv6Id8M8yap6t35Zve7NZ/Wq0Hvneqqwbpo7dTfnXFz3EYEEh',
  'IjAwcyMw6NUA35/v7FlTg44HmgF2zYHGq4aYNva8XvRQjVTslBLCahVHWiptbH6JkKmUM6USG2ipE0YFKg8FNY2iTMlAsXFeiRZC',
  'k5NQqHBSvRUGFnnux/4636KbP92Z5njqXFv1r730MZ4pJizTu9I1P+RFEwwOLeEBocFkeUwMYXqen15c0Oe1tU2Sx+PZB+Ek+9tq',
  'k2r8kNvcYzw7dw+zPMflsKn4ZlRzEDZxcaDleXxt++v2Fy0SpUjz4FVbJ48jn/AJ7+xFnf6F3hBt7gATE9+rVTusNfb7LY3n+Pmk',
  'ChroNHJhGgmf2DDMe4+hTKRPrRRWSy3NL5ai9VEePqScaKViY5QzymoVimEgCJL24WOnZOJkmhoXhe4OqHO+E2MAL8qXeptnb4qe',
  'i1BwEq8mts05qW3snp9/vRC9seceB1bZ9+y8fRWAi6hhLVIKjdBIkoKkMB0wRGAUREQe0skaA0JCtKAkGJlQgowyCgsKrR1MJ4CM',
  'pBhNdocWx26hroO3CePycHaTRAtZrvAEqTjKn9VVsKY1gAAnprqQ8nrwdgvNby8ectC6bMBxDYb8gmOoMoYhqKmIHSP7pBG0YQyW',
  'Wxt94tZxRCmcvcKqs6zTz/6HLdh0zHoWQdppmWOICERFT9cjHCInRb3XZ8e0hcOssG8t9EziIqckNIRL8A2Ui4olGdUTw52YQzqC',
  'IZj12K/zsIjNFDSFwOKRn8+YNl1ze21aGYM96KZNSpsjmiAJojBzNDGzwQci+CQk5NgpSbo4tcmxH1dNugG3tmEH4Gaufhy8FR9O',
  'ODnjePSKgGCwqeOs3zgLBRR/91yVX93Zx170/WJWag50uCqWAg1QniLCje6xg+rGcYZM/4cUUTULqCwF',
].join('');

// xz -9e
const XZ = [
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AfSA3BdAB4Py4cR2M5mkQ+DHsr9ezPUf+m32igxdiVmIE0qCW1q9ylwODDnzB1WFyLJ',
  'TqZ9oa333bBqpp2Bla6LTLQcY3rY+z7IhSZgjywiWlBOQXXWA3D4i9YP35FNPsYeAfjU+PLvrU3fh9opNCRdyqKuy4vVHq5zAbqD',
  'KVxMM6ol6rzjj7Bi69PViFwUdKfyb+thDwmfye1lcLtQRqf7OyLNu45ly7apQgOw1vcYu6H4j1wLezoh3/drIRwE7W1iyhIIkPzc',
  't2+h1MaNlVBcUlGDRx1FIHqBzoGY4mwc72HbYhwlYDybLM/bPtkxzvOTg558eJ1DlI5jtewM2IGBqZqj7TqqByNzTC2x7ao5+Td4',
  'NJUC+O7PDe3NoIMKZC+y30tlOkeO15067/In2DcCobFjBlM9l52gpYeQ5m0CgXLEUt67Bccke4LUFpVuf2ariAmvJSJbKuqfQS8M',
  'RTwMyXTrIEufPusOSeOCPiaXNCZKsZKBwiZ9bcIarD7FbX5+vOuKo1QrctqwwDu3ZrUPgN+t1oHoX17U/hlpET6umvna3+ZC0+bD',
  'WeMBV8BnfTSvSvvY3aFFHEoEi9CDLIbrzueOvtYpQqvyy0cADfk4sI/3GOnNuTJWUDjlIY/csWxoXFlkf6b3GnrzlTCjGl9kFHHh',
  'be7fXLvhtBN7QqxeT2WFn01eLAnV4T6QSIByw1RHwDHR2B9Bo6MD8dbUhV4JYU7OAXb6rlhCXbcTCmkbwKsXD886NPxhNFdUgRqj',
  'xfq9nrY1RAyF3UnGx5RY7Q4tmYmkRu6M6oGLowGumqEIPNyLwaQt9DdALEpPiLH7NPOfcgf61tNpb71s9JdubWZX2GfN3drNq+cB',
  'Nz82ud8/9A6ub01tnPVAC/p+L6+zlvmsfXaYNS8FQh4vZ/hQdm5R5mPhnpeJwPowMTfVGBOWDqgBAFHELqDqfZ1KMmgKVlC6Ml6s',
  '5RaWgB4e2F1WKwD+3+xXgZGr+iSdjVK88dSics7TsW9H6pa4WUlTkauvQr5AtEbN78xxU6mA4SRdCsOv8UEZUpOfHlFXPZxdqy5h',
  'lkL2aV/6aYjKSJGg/cekEmItD+hnyTgd+dNkps2U1Ph4kBuSNw9xpPtCGm/k3KeFPPDfqV6gMqw83UoSVRnKpSW0X+o5F17nVQ3A',
  'dUE8KOTiOqS2LgAAFLyu5YHTSb0AAYwH0w8AACSNuiexxGf7AgAAAAAEWVo=',
].join('');

/** TWO_PACKAGES as the compressors themselves wrote it. */
export const COMPRESSED = {
  gz: gzipSync(TWO_PACKAGES),
  zst: Buffer.from(ZST, 'base64'),
  xz: Buffer.from(XZ, 'base64'),
} as const;

/** `bytes` in pieces of `size`. */
export function pieces(bytes: Uint8Array | string, size: number): () => AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(bytes);
  return async function* () {
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
  };
}

export interface ReadResult {
  readonly counts: PrimaryCounts;
  readonly index: FileIndex;
  readonly records: readonly PackageRecord[];
}

/** Reads a primary.xml, given in pieces of `size` bytes, into an index. */
export async function read(xml: Uint8Array | string, size = 65_536): Promise<ReadResult> {
  const builder = new IndexBuilder();
  const counts = await readPrimary(pieces(xml, size), builder);
  const index = indexOf(builder.finish('sha256:0'));
  return {
    counts,
    index,
    records: index.namesWithPrefix('', Number.POSITIVE_INFINITY).flatMap(name => index.find(name)),
  };
}

/** A `package` element; `fields` replaces what stands for a field, `''` leaves it out. */
export function packageXml(fields: Partial<Record<keyof typeof DEFAULTS, string>> = {}): string {
  const children = Object.values({ ...DEFAULTS, ...fields });
  return `<package type="rpm">\n  ${children.join('\n  ')}\n</package>\n`;
}

const DEFAULTS = {
  name: '<name>plain</name>',
  arch: '<arch>noarch</arch>',
  version: '<version epoch="0" ver="1.0" rel="2"/>',
  checksum: `<checksum type="sha256" pkgid="YES">${'ab'.repeat(32)}</checksum>`,
  summary: '<summary>Plain</summary>',
  description: '<description>Very plain</description>',
  url: '<url>https://plain.example.org/</url>',
  time: '<time file="1334670843" build="1334670842"/>',
  size: '<size package="2845" installed="0" archive="404"/>',
  location: '<location href="plain-1.0-2.noarch.rpm"/>',
  format: '<format><rpm:license>MIT</rpm:license><rpm:sourcerpm>plain-1.0-2.src.rpm</rpm:sourcerpm></format>',
};

/** A whole document around `packages`. */
export function primaryXml(packages: string, count = 1): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="${count}">
${packages}</metadata>
`;
}
