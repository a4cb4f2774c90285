/** Builds that no service knows: put together from the headers of RPM files, or from what a repository on this machine says. */
import { parseEvr } from '../rpm/evr';
import type { RpmHeader } from '../rpm/rpm-header';
import type { PackageIndex } from '../rpmmd/package-index';
import type { BuiltRpm, SourceBuild } from './override-request';

/** A build in neither Koji nor Bodhi, as far as is known. */
export interface LocalBuild extends SourceBuild {
  /** The files and folders it was read from. */
  readonly local: readonly string[];
}

/** A package of this machine and where it was read. */
export interface LocalPackage {
  readonly rpm: BuiltRpm;
  /** `podman-5.2.5-1.fc40.src.rpm`; empty for a source package, and where nothing says. */
  readonly sourceRpm: string;
  readonly from: string;
}

export function packageOfHeader(header: RpmHeader, from: string): LocalPackage {
  const { name, epoch, version, release, arch, sourceRpm } = header;
  return { rpm: { name, epoch, version, release, arch }, sourceRpm, from };
}

/** Every package of a repository, by name. Primary says epoch 0 where a package has none: it is taken for none. */
export function packagesOfIndex(index: PackageIndex, from: string): LocalPackage[] {
  const names = new Set([...index.newest()].map(({ name }) => name));
  return [...names].sort().flatMap(name =>
    index.find(name).map(({ evr, arch, sourceRpm }) => {
      const { epoch, version, release = '' } = parseEvr(evr);
      const rpm = { name, epoch: epoch === '0' ? null : Number(epoch), version, release, arch };
      return { rpm, sourceRpm, from };
    }),
  );
}

/** The builds that the packages are of, in their order; a package that several places have counts once. Builds of a source package alone are left out. */
export function buildsOfPackages(packages: readonly LocalPackage[]): LocalBuild[] {
  const builds = new Map<string, { name: string; rpms: Map<string, BuiltRpm>; local: Set<string> }>();
  for (const { rpm, sourceRpm, from } of packages) {
    const { nvr, name } = sourceOf(rpm, sourceRpm);
    const build = builds.get(nvr) ?? { name, rpms: new Map(), local: new Set() };
    builds.set(nvr, build);
    const key = JSON.stringify([rpm.name, rpm.version, rpm.release, rpm.arch]);
    if (!build.rpms.has(key)) build.rpms.set(key, rpm);
    build.local.add(from);
  }
  return [...builds]
    .map(([nvr, { name, rpms, local }]) => ({ nvr, name, rpms: [...rpms.values()], local: [...local] }))
    .filter(({ rpms }) => rpms.some(({ arch }) => arch !== 'src'));
}

/** What a user should know of such a build, a sentence; undefined for one that a service told of. */
export function localNote(build: SourceBuild | LocalBuild): string | undefined {
  if (!('local' in build)) return undefined;
  return `${build.nvr} was read from ${build.local.join(', ')}: a build in neither Koji nor Bodhi needs manual tagging into the pool.`;
}

function sourceOf({ name, version, release }: BuiltRpm, sourceRpm: string): { nvr: string; name: string } {
  const [, source, rest] = /^(.+)(-[^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(sourceRpm) ?? [];
  if (source !== undefined) return { nvr: `${source}${rest}`, name: source };
  return { nvr: `${name}-${version}-${release}`, name };
}
