/**
 * A repository of real RPMs: rpmbuild builds them, createrepo_c describes them. The reader is tested against it, because
 * nothing in it was written by this project. Only where both are installed.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { canBuildRpms, hasXz, hasZstd } from './judges';

interface Build {
  readonly name: string;
  readonly epoch?: number;
  readonly version: string;
  readonly release: string;
  readonly summary?: string;
  readonly subpackages?: readonly string[];
}

/** Epochs against versions, `~` and `^` around a release, subpackages, and text that XML must escape. */
const BUILDS: readonly Build[] = [
  { name: 'plain', version: '5.2.15', release: '1.fc40' },
  { name: 'plain', version: '5.2.26', release: '3.fc40' },
  { name: 'marks', version: '1.0~rc1', release: '1.fc40' },
  { name: 'marks', version: '1.0', release: '1.fc40' },
  { name: 'marks', version: '1.0^20240101gitabcdef0', release: '1.fc40' },
  { name: 'epochs', version: '9.0', release: '1.fc40' },
  { name: 'epochs', epoch: 1, version: '2.0', release: '10.fc40' },
  { name: 'epochs', epoch: 2, version: '0.1', release: '0.1.fc40' },
  {
    name: 'family',
    epoch: 5,
    version: '5.2.4',
    release: '1.fc40',
    subpackages: ['family-libs', 'other-name'],
  },
  {
    name: 'family',
    epoch: 5,
    version: '5.2.5',
    release: '1.fc40',
    summary: 'Pods & <containers> "quoted", naïve',
    subpackages: ['family-libs', 'other-name'],
  },
];

/** 2024-10-21T16:00:00Z */
export const BUILD_TIME = 1_729_526_400;

export type Compression = 'gz' | 'xz' | 'zst';

/** What a machine lacks for each of them; empty: nothing. */
const LACKING: Readonly<Record<Compression, string>> = {
  gz: canBuildRpms ? '' : 'rpmbuild and createrepo_c',
  xz: canBuildRpms && hasXz ? '' : 'rpmbuild, createrepo_c and xz',
  zst: canBuildRpms && hasZstd ? '' : 'rpmbuild, createrepo_c and zstd',
};

/** One block of tests for each compression; skipped, and saying so, where the machine cannot make it. */
export function describeEachCompression(define: (compression: Compression) => void): void {
  for (const compression of ['gz', 'xz', 'zst'] as const) {
    const lacking = LACKING[compression];
    const reason = lacking === '' ? '' : ` (skipped: needs ${lacking})`;
    describe.skipIf(lacking !== '')(`in ${compression}${reason}`, () => define(compression));
  }
}

/** Builds the RPMs below `folder` and returns the folder that holds them. */
export function buildRpms(folder: string): string {
  const top = join(folder, 'rpmbuild');
  mkdirSync(join(top, 'SPECS'), { recursive: true });
  const specs = BUILDS.map((build, index) => {
    const path = join(top, 'SPECS', `${index}.spec`);
    writeFileSync(path, specFile(build));
    return path;
  });
  const definitions = {
    _topdir: top,
    _buildhost: 'build.example.org',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
  };
  const defines = Object.entries(definitions).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  execFileSync('rpmbuild', ['-bb', '--quiet', '--nodeps', ...defines, ...specs], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(BUILD_TIME), LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return join(top, 'RPMS', 'noarch');
}

function specFile(build: Build): string {
  const preamble = [
    `Name: ${build.name}`,
    ...(build.epoch === undefined ? [] : [`Epoch: ${build.epoch}`]),
    `Version: ${build.version}`,
    `Release: ${build.release}`,
    `Summary: ${build.summary ?? `The ${build.name} package`}`,
    'License: MIT AND Apache-2.0',
    `URL: https://${build.name}.example.org/?a=1&b=2`,
    'BuildArch: noarch',
  ];
  const subpackages = (build.subpackages ?? []).flatMap(name => [
    `%package -n ${name}`,
    `Summary: The ${name} subpackage`,
    `%description -n ${name}`,
    `${name}.`,
    `%files -n ${name}`,
  ]);
  return `${[...preamble, '%description', `${build.name}.`, '%files', ...subpackages].join('\n')}\n`;
}

/** Describes the RPMs of `rpms` in `folder` with createrepo_c. */
export function makeTrueRepository(rpms: string, folder: string, compression: Compression): void {
  cpSync(rpms, folder, { recursive: true });
  const type = compression === 'xz' ? 'xz' : 'gz';
  execFileSync(
    'createrepo_c',
    [
      ...['--quiet', '--no-database', '--set-timestamp-to-revision', `--revision=${BUILD_TIME}`],
      ...[`--general-compress-type=${type}`, folder],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (compression === 'zst') repackAsZstd(join(folder, 'repodata'));
}

/** createrepo_c before 1.0 writes no zstd: the same primary through the zstd program, repomd.xml put right. */
function repackAsZstd(repodata: string): void {
  const old = readdirSync(repodata).find(name => name.endsWith('-primary.xml.gz'));
  if (old === undefined) throw new Error(`createrepo_c left no primary.xml.gz in ${repodata}`);
  const before = readFileSync(join(repodata, old));
  const xml = execFileSync('gzip', ['-dc', join(repodata, old)], { maxBuffer: 1 << 26 });
  const packed = spawnSync('zstd', ['-q', '-c', '-19'], { input: xml, maxBuffer: 1 << 26 });
  if (packed.status !== 0) throw new Error(`zstd: ${packed.stderr}`);
  const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
  const name = `${sha256(packed.stdout)}-primary.xml.zst`;
  writeFileSync(join(repodata, name), packed.stdout);
  rmSync(join(repodata, old));
  const repomd = join(repodata, 'repomd.xml');
  const text = readFileSync(repomd, 'utf8')
    .replace(old, name)
    .replace(sha256(before), sha256(packed.stdout))
    .replace(`<size>${before.length}</size>`, `<size>${packed.stdout.length}</size>`);
  writeFileSync(repomd, text);
}
