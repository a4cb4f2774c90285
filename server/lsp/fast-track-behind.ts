/** manifestLock/fastTrackBehind: overrides for every package that is older here than on a stream this one must not fall behind. */
import type { RefSnapshot } from '../config-repo/branches';
import { type BehindPackage, behind } from '../operations/behind';
import { type FastTrackPlan, planFastTrackBehind } from '../operations/fast-track-behind';
import { compareEvr } from '../rpm/evr';
import type { RepoContext } from '../rules/rule';
import { list } from '../rules/support';
import { liveUpdateOf } from '../services/entry-update';
import { behindFindings } from './behind-findings';
import { whyNoMetadata } from './no-metadata';
import { nothing, type PlannedUpdate } from './update-pin';
import type { FileView } from './view';

const LABEL = 'Fast-track the packages that fell behind';

export function planFastTrack(view: FileView): PlannedUpdate {
  const { repo } = view;
  if (!repo) return nothing(LABEL, 'This file is in no config repository.');
  const { ahead, missing } = streamsAhead(repo);
  const why = whyNoStream(view, repo, ahead, missing);
  if (why !== undefined) return nothing(LABEL, why);
  const packages = notIgnored(view, merged(ahead.flatMap(stream => behind(repo, stream, repo.config.basearches))));
  const labels = list(ahead.map(({ label }) => label));
  if (packages.length === 0) return nothing(LABEL, `Nothing is behind ${labels}.`);
  const { files, config } = repo;
  const { basearches, releasever } = config;
  const bodhi = view.services?.bodhi;
  const plan = planFastTrackBehind(
    {
      files,
      effective: basearch => repo.effective(basearch),
      basearches,
      releasever,
      availability: basearch => view.availability(basearch),
      updateOf: build => (bodhi ? liveUpdateOf(bodhi, build)?.url : undefined),
    },
    packages,
  );
  return { label: LABEL, edits: plan.edits, creates: plan.creates, result: resultOf(view, plan) };
}

/** The streams this one must not fall behind: those with a branch, and the names of those without. */
function streamsAhead({ branches }: RepoContext): { ahead: RefSnapshot[]; missing: string[] } {
  const names = branches?.stream?.notBehind ?? [];
  const ahead = names.map(name => branches?.streams.get(name)).filter(snapshot => snapshot !== undefined);
  return { ahead, missing: names.filter(name => !branches?.streams.has(name)) };
}

function whyNoStream(
  { mode }: FileView,
  { branches, config }: RepoContext,
  ahead: readonly RefSnapshot[],
  missing: readonly string[],
): string | undefined {
  if (mode === 'restricted') return 'The workspace is not trusted: neither git nor a repository is read.';
  if (!branches) return 'The branches of this repository are not known: it has no git, or they are still being read.';
  const { stream } = branches;
  if (!stream) return `Which stream this is is not known${config.stream === undefined ? '' : ` (${config.stream})`}.`;
  if (stream.notBehind.length === 0) return `There is no stream that ${stream.name} must not fall behind.`;
  return ahead.length === 0 ? `There is no branch of ${list(missing)} here.` : undefined;
}

/** One package of several streams once, with the newest version that one of them has. */
function merged(packages: readonly BehindPackage[]): BehindPackage[] {
  const byName = new Map<string, BehindPackage>();
  for (const { name, arches } of packages) {
    const newest = new Map(byName.get(name)?.arches.map(arch => [arch.basearch, arch]));
    for (const arch of arches) {
      const known = newest.get(arch.basearch);
      const newer = !known || compareEvr(known.other.version.evr, arch.other.version.evr) < 0;
      if (newer) newest.set(arch.basearch, arch);
    }
    byName.set(name, { name, arches: [...newest.values()] });
  }
  return [...byName.values()];
}

/** A finding that is ignored with a reason is meant to stay; one that is merely turned down is not. */
function notIgnored(view: FileView, packages: readonly BehindPackage[]): BehindPackage[] {
  const told = new Set(behindFindings(view, {}).map(finding => finding.package));
  return packages.filter(({ name }) => told.has(name));
}

function resultOf(view: FileView, { added, left, notes }: FastTrackPlan): PlannedUpdate['result'] {
  const changed = new Map(added.map(({ name, from, to }) => [name, { name, from, to: to.record.evr }]));
  const stays = left.map(({ message }) => message);
  const obstacle = left.length > 0 ? whyNoMetadata(view).trim() : '';
  const names = [...changed.keys()];
  const done = names.length === 0 ? 'Nothing was fast-tracked.' : `Fast-tracked ${list(names)}.`;
  return {
    changed: [...changed.values()],
    message: [done, ...new Set([...notes, ...stays, obstacle])].filter(Boolean).join(' '),
  };
}
