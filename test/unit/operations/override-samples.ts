/** Small streams, builds and requests for the tests of override plans. */
import type {
  BuiltRpm,
  OverrideItem,
  OverridePlan,
  OverrideTarget,
  SourceBuild,
} from '../../../server/operations/override-request';
import { layerFiles } from '../../support/branches';

export const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1752';
export const COMMON = 'manifest-lock.overrides.yaml';
export const ARCHES: readonly string[] = ['x86_64', 'aarch64', 'ppc64le', 's390x'];

/** By basearch what its base lock has: name to EVRA. */
export type Locks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The same packages on each arch, archful. */
export function everywhere(packages: Readonly<Record<string, string>>, arches = ARCHES): Locks {
  return Object.fromEntries(
    arches.map(arch => {
      return [arch, Object.fromEntries(Object.entries(packages).map(([name, evr]) => [name, `${evr}.${arch}`]))];
    }),
  );
}

export function streamOf(
  locks: Locks,
  overrides: Readonly<Record<string, string>> = {},
  rest: Partial<Pick<OverrideTarget, 'releasever' | 'stream' | 'basearches'>> & { readonly folder?: string } = {},
): OverrideTarget {
  const bases = Object.entries(locks).map(([arch, packages]) => {
    const entries = Object.entries(packages).map(([name, evra]) => [name, { evra }]);
    return [`manifest-lock.${arch}.json`, JSON.stringify({ packages: Object.fromEntries(entries) })] as const;
  });
  const texts = { ...Object.fromEntries(bases), ...overrides };
  const evrs = (packages: Readonly<Record<string, string>>) => {
    return new Map(Object.entries(packages).map(([name, evra]) => [name, evra.slice(0, evra.lastIndexOf('.'))]));
  };
  const files = layerFiles(texts).map(file => ({ ...file, path: `${rest.folder ?? ''}${file.path}` }));
  return {
    stream: rest.stream ?? 'testing-devel',
    releasever: 'releasever' in rest ? rest.releasever : '40',
    basearches: rest.basearches ?? Object.keys(locks),
    files,
    locked: new Map(Object.entries(locks).map(([arch, packages]) => [arch, evrs(packages)])),
  };
}

/** Rows of `NAME [EPOCH:]VERSION-RELEASE ARCH...`. */
export function rpms(...rows: readonly string[]): BuiltRpm[] {
  return rows.flatMap(row => {
    const [name = '', evr = '', ...arches] = row.split(' ');
    const match = /^(?:(\d+):)?(.*)-([^-]*)$/.exec(evr);
    const [, epoch, version = '', release = ''] = match ?? [];
    return arches.map(arch => ({
      name,
      epoch: epoch === undefined ? null : Number(epoch),
      version,
      release,
      arch,
    }));
  });
}

export function build(nvr: string, ...rows: readonly string[]): SourceBuild {
  return { nvr, name: nvr.replace(/-[^-]*-[^-]*$/, ''), rpms: rpms(...rows) };
}

export function pin(of: SourceBuild, reason: string = REASON): OverrideItem {
  return { build: of, type: 'pin', reason };
}

export const ALL = ARCHES.join(' ');

/** Texts of the files that the plan writes, by path. Throws what it refuses. */
export function textsOf(plan: OverridePlan): Record<string, string> {
  if (plan.kind === 'refused') throw new Error(plan.message);
  return Object.fromEntries(plan.files.map(({ path, after }) => [path, after]));
}

export function messageOf(plan: OverridePlan): string | undefined {
  return plan.kind === 'refused' ? plan.message : undefined;
}
