/** A comparison as the client gets it: plain JSON, without what only this side can use. */
import type { Advisory } from '../../operations/diff/advisory';
import type { ArchChange, OverrideChange, PackageChange, StreamDiff } from '../../operations/diff/diff';
import { isCaughtUp } from '../../operations/diff/diff-words';
import type { DiffSide, SidePackage } from '../../operations/diff/side';
import type {
  AdvisoryRow,
  ComparedArch,
  ComparedOverride,
  ComparedPackage,
  ComparedSide,
  ComparedVersion,
  CompareResult,
  CompareSummary,
} from '../../protocol';

const NONE = { upgraded: 0, downgraded: 0, added: 0, removed: 0 } as const;

export const NOTHING: CompareSummary = {
  ...{ packages: NONE, sources: NONE, rebuilds: 0, unchanged: 0 },
  ...{ overridesLost: 0, overridesGained: 0, overridesChanged: 0 },
};

export function compareResult(diff: StreamDiff): CompareResult {
  const { from, to, basearches, changes, overrides, summary, notes } = diff;
  return {
    ...{ from: comparedSide(from), to: comparedSide(to), basearches, summary, notes },
    changes: changes.map(comparedPackage),
    overrides: overrides.map(comparedOverride),
  };
}

export function comparedSide({ spec, label, kind, commit, committed, stream, releasever }: DiffSide): ComparedSide {
  return {
    ...{ spec, label, kind },
    ...(commit === undefined ? {} : { commit }),
    ...(committed === undefined ? {} : { committed }),
    ...(stream === undefined ? {} : { stream }),
    ...(releasever === undefined ? {} : { releasever }),
  };
}

function comparedPackage({ name, source, kind, nature, arches, diverges }: PackageChange): ComparedPackage {
  return {
    ...{ name, source, kind, diverges },
    ...(nature === undefined ? {} : { nature }),
    arches: Object.fromEntries([...arches].map(([arch, change]) => [arch, comparedArch(change)])),
  };
}

function comparedArch({ kind, from, to }: ArchChange): ComparedArch {
  return { kind, ...(from ? { from: comparedVersion(from) } : {}), ...(to ? { to: comparedVersion(to) } : {}) };
}

function comparedVersion({ evr, provenance }: SidePackage): ComparedVersion {
  if (provenance.kind === 'build' || provenance.kind === 'tag') return { evr, provenance: provenance.kind };
  const { kind, type, reason, bodhi, file } = provenance;
  return {
    ...{ evr, provenance: kind, file: file.path },
    ...(type === undefined ? {} : { type }),
    ...(reason === undefined ? {} : { reason }),
    ...(bodhi === undefined ? {} : { bodhi }),
  };
}

export function comparedOverride(change: OverrideChange): ComparedOverride {
  const { name, source, kind, arches, from, to, effect } = change;
  return {
    ...{ name, source, kind, arches, effect },
    ...(from ? { from: comparedVersion(from) } : {}),
    ...(to ? { to: comparedVersion(to) } : {}),
    ...(isCaughtUp(change) ? { caughtUp: true } : {}),
  };
}

export function advisoryRow({ id, title, type, severity, cves, issued, url, status }: Advisory): AdvisoryRow {
  return {
    ...{ id, title, type, severity, cves },
    ...(issued === undefined ? {} : { issued }),
    ...(url === undefined ? {} : { url }),
    ...(status === undefined ? {} : { status }),
  };
}
