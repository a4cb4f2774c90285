/** What a pin or a fast-track would do to one stream: from what was named to the plan of its files. */
import type { StreamTarget } from '../config-repo/stream-targets';
import { lockedPackages } from '../services/locked-packages';
import type { Services } from '../services/services';
import { heldBuild } from './held-build';
import type { OverrideItem, OverrideOptions, OverridePlan, OverrideTarget, OverrideType } from './override-request';
import { planOverrides } from './plan-overrides';
import type { NamedBuild, ResolvedSubject } from './resolve-subject';
import { list } from './words';

export interface StreamRequest extends OverrideOptions {
  readonly subjects: readonly ResolvedSubject[];
  readonly type: OverrideType;
  readonly reason: string | undefined;
  readonly services: Services;
  readonly signal?: AbortSignal | undefined;
}

export interface PlannedStream {
  readonly target: StreamTarget;
  readonly plan: OverridePlan;
  /** Set where the plan is refused because a service is not asked that would have to say something. */
  readonly unasked?: true;
  /** What the stream locks without overrides; empty where that is not known. */
  readonly locked: OverrideTarget['locked'];
  /** The builds that the stream is to have, in the order they were named. */
  readonly builds: readonly NamedBuild[];
  /** The same, with what their entries say. */
  readonly items: readonly OverrideItem[];
  /** What the plan is based on, one sentence each. */
  readonly notes: readonly string[];
}

/** Rejects with a KojiError or BuildsError where a service fails. */
export async function planStream(target: StreamTarget, request: StreamRequest): Promise<PlannedStream> {
  const { config, files } = target;
  const { services, signal } = request;
  const nothing = { target, locked: new Map(), builds: [], items: [], notes: [] };
  const known = await lockedPackages(config, files, services.builds, signal);
  if (known.kind !== 'locked') {
    return { ...nothing, ...refusedPlan(known.message), ...(known.kind === 'unasked' && { unasked: true }) };
  }
  const { locked } = known;
  const { releasever, basearches } = config;
  const override: OverrideTarget = { stream: config.stream ?? target.label, releasever, basearches, files, locked };
  const notes = notesOfBuilds(config.stream, known.builds);
  const found = await buildsFor(override, request);
  if (!Array.isArray(found)) return { ...nothing, ...found, locked, notes };
  const { type, reason, ignoreDistMismatch = false, canonical = false } = request;
  const items = found.map(({ build, update }): OverrideItem => ({ build, type, reason, bodhi: update?.url }));
  const release = ignoreDistMismatch ? undefined : releaseFault(found, override);
  const { plan } =
    release === undefined
      ? { plan: planOverrides(override, items, { ignoreDistMismatch, canonical }) }
      : refusedPlan(release);
  return { target, plan, locked, builds: found, items, notes };
}

function refusedPlan(message: string): { readonly plan: OverridePlan } {
  return { plan: { kind: 'refused', message } };
}

async function buildsFor(
  target: OverrideTarget,
  { subjects, services, signal }: StreamRequest,
): Promise<NamedBuild[] | Pick<PlannedStream, 'plan' | 'unasked'>> {
  const builds: NamedBuild[] = [];
  for (const subject of subjects) {
    if (subject.kind === 'builds') {
      builds.push(...subject.builds);
      continue;
    }
    const { name } = subject;
    if (!services.koji)
      return { ...refusedPlan(`Koji is not asked, and only it knows which build ${name} is of.`), unasked: true };
    const held = await heldBuild(name, target, services.koji, signal);
    if (held.kind === 'refused') return refusedPlan(held.message);
    builds.push(held.build);
  }
  return builds;
}

/** An update is made for one release, whatever the dist tags of its builds say. */
function releaseFault(builds: readonly NamedBuild[], { releasever, stream }: OverrideTarget): string | undefined {
  const major = releasever?.replace(/\..*$/, '');
  if (major === undefined) return undefined;
  for (const { update } of builds) {
    if (!update || update.release.version === major) continue;
    return `${update.alias} is for ${update.release.name}, and ${stream} is release ${releasever}.`;
  }
  return undefined;
}

/** "There are no base locks: what is locked is read from the builds 42.20241021.91.0 (x86_64) and ..." */
function notesOfBuilds(stream: string | undefined, builds: ReadonlyMap<string, string>): string[] {
  if (builds.size === 0) return [];
  const arches = new Map<string, string[]>();
  for (const [arch, id] of builds) arches.set(id, [...(arches.get(id) ?? []), arch]);
  const each = [...arches].map(([id, own]) => `${id} (${own.join(', ')})`);
  const those = `build${each.length === 1 ? '' : 's'} ${list(each)}`;
  return [`There are no base locks: what is locked is what ${stream} has in ${those}.`];
}
