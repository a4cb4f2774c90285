/** Streams as the effects of a change see them, from what they lock, with plans by the real planner. */
import { loadConfigRepo } from '../../../server/config-repo/load';
import { loadLockfiles } from '../../../server/config-repo/load-lockfiles';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
import type { StreamTarget, TargetPlace } from '../../../server/config-repo/stream-targets';
import { parseLockfile } from '../../../server/lockfile/parse';
import type {
  OverrideItem,
  OverridePlan,
  OverrideTarget,
  SourceBuild,
} from '../../../server/operations/override-request';
import { planOverrides } from '../../../server/operations/plan-overrides';
import type { StreamChange } from '../../../server/operations/stream-state';
import { memoryTree } from '../config-repo/memory-tree';

export const REASON = 'https://github.com/coreos/fedora-coreos-tracker/issues/1803';

const ARCHES = ['x86_64', 's390x'];

/** Names to EVRs on every basearch; a key `NAME.ARCH` is for one basearch only. */
export type Locked = Readonly<Record<string, string>>;

export interface StreamTexts {
  readonly locked?: Locked;
  /** Text of the common overrides. */
  readonly overrides?: string;
  readonly releasever?: string;
  /** `metadata.generated` of the base locks. */
  readonly generated?: string;
  readonly place?: TargetPlace;
  readonly root?: string;
}

export function lockText(locked: Locked, arch: string, generated: string): string {
  const packages = Object.entries(locked).flatMap(([key, evr]) => {
    const only = ARCHES.find(one => key.endsWith(`.${one}`));
    const name = only === undefined ? key : key.slice(0, -only.length - 1);
    return only === undefined || only === arch ? [[name, { evra: `${evr}.${arch}` }] as const] : [];
  });
  return `${JSON.stringify({ packages: Object.fromEntries(packages), metadata: { generated } }, undefined, 2)}\n`;
}

export async function targetOf(name: string, texts: StreamTexts): Promise<StreamTarget> {
  const { locked, overrides = 'packages: {}\n', releasever = '40', generated = '2024-10-22T00:00:00Z' } = texts;
  const { place = { kind: 'worktree' }, root = '' } = texts;
  const locks = locked ? ARCHES.map(arch => [`manifest-lock.${arch}.json`, lockText(locked, arch, generated)]) : [];
  const tree = memoryTree({
    'manifest.yaml': 'packages: []\n',
    'build-args.conf': `ID=fedora\nSTREAM=${name}\nVERSION=${releasever}\n`,
    'manifest-lock.overrides.yaml': overrides,
    ...Object.fromEntries(locks),
  });
  const config = await loadConfigRepo(tree, { defaultRepositories: [] });
  const { files } = await loadLockfiles(tree, config.lockfiles, parseLockfile);
  const policy = DEFAULT_REPO_SETTINGS.streams.get(name);
  if (!policy) throw new Error(`no stream ${name}`);
  return { policy, label: name, place, config, files, root };
}

/** `kernel-6.11.4-201.fc40` with binary packages of those names on every basearch. */
export function buildOf(nvr: string, ...names: string[]): SourceBuild {
  const [, name = '', version = '', release = ''] = /^(.+)-([^-]+)-([^-]+)$/.exec(nvr) ?? [];
  const rpms = [name, ...names].flatMap(rpm =>
    ARCHES.map(arch => ({ name: rpm, epoch: null, version, release, arch })),
  );
  return { nvr, name, rpms };
}

export function pinOf(nvr: string, ...names: string[]): OverrideItem {
  return { build: buildOf(nvr, ...names), type: 'pin', reason: REASON };
}

export function fastTrackOf(nvr: string, ...names: string[]): OverrideItem {
  const bodhi = 'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638';
  return { build: buildOf(nvr, ...names), type: 'fast-track', reason: REASON, bodhi };
}

export function planFor({ config, files }: StreamTarget, items: readonly OverrideItem[]): OverridePlan {
  const locked: OverrideTarget['locked'] = new Map(
    files.flatMap(({ layer, arch, lockfile }) => {
      if (layer !== 'base' || arch === undefined) return [];
      const evrs = [...lockfile.byName].map(([name, { version }]) => [name, version?.evr ?? ''] as const);
      return [[arch, new Map(evrs)] as const];
    }),
  );
  const { stream, releasever, basearches } = config;
  return planOverrides({ stream, releasever, basearches, files, locked }, items);
}

/** The plan, which must be one. */
export function plannedFor(target: StreamTarget, items: readonly OverrideItem[]) {
  const plan = planFor(target, items);
  if (plan.kind === 'refused') throw new Error(plan.message);
  return plan;
}

export async function changeOf(
  name: string,
  texts: StreamTexts,
  items: readonly OverrideItem[],
): Promise<StreamChange> {
  const target = await targetOf(name, texts);
  return { target, plan: planFor(target, items) };
}
