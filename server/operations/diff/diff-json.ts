/** A comparison as JSON, in the shape that docs/command-line.md describes. */
import type { Advisory, AdvisoryAnswers, ChangeStory } from './advisory';
import type { ArchChange, OverrideChange, PackageChange, SourceChange, StreamDiff } from './diff';
import type { DiffSide, PackageProvenance, SidePackage } from './side';

export interface DiffJsonOptions {
  readonly advisories?: AdvisoryAnswers | undefined;
  /** By source package. */
  readonly stories?: ReadonlyMap<string, ChangeStory> | undefined;
}

/** Plain values for JSON.stringify; what is not known is null. */
export function diffJson(diff: StreamDiff, { advisories, stories }: DiffJsonOptions = {}): object {
  return {
    from: sideJson(diff.from),
    to: sideJson(diff.to),
    basearches: diff.basearches,
    changes: diff.changes.map(change => changeJson(change, diff.basearches, advisories)),
    sources: diff.sources.map(source => sourceJson(source, stories?.get(source.source))),
    overrides: diff.overrides.map(overrideJson),
    advisories: advisories ? { asked: advisories.asked, problems: advisories.problems } : null,
    summary: diff.summary,
    notes: diff.notes,
  };
}

/** One side; also of a comparison whose other side is not known. */
export function sideJson(side: DiffSide): object {
  const { spec, kind, label, commit, committed, stream, releasever, basearches, missing, notes, partial } = side;
  return {
    ref: spec,
    commit: commit ?? null,
    stream: stream ?? null,
    label,
    kind,
    date: committed === undefined ? null : new Date(committed * 1000).toISOString(),
    releasever: releasever ?? null,
    packages: Object.fromEntries(basearches.map(arch => [arch, side.packages(arch).size])),
    missing: Object.fromEntries(missing),
    partial,
    notes,
  };
}

function changeJson(
  { name, source, kind, nature, arches, diverges }: PackageChange,
  basearches: readonly string[],
  answers: AdvisoryAnswers | undefined,
): object {
  const [first] = basearches.flatMap(arch => arches.get(arch) ?? []);
  const provenance = provenanceJson(first);
  const said = JSON.stringify(provenance);
  return {
    name,
    source,
    kind,
    nature: nature ?? null,
    diverges,
    arches: Object.fromEntries(
      [...arches].map(([arch, change]) => {
        const own = provenanceJson(change);
        const { kind: archKind, nature: archNature, from, to } = change;
        return [
          arch,
          {
            from: from?.evr ?? null,
            to: to?.evr ?? null,
            kind: archKind,
            nature: archNature ?? null,
            ...(JSON.stringify(own) === said ? {} : { provenance: own }),
          },
        ];
      }),
    ),
    provenance,
    advisories: (answers?.bySource.get(source) ?? []).map(advisoryJson),
    advisoriesLost: (answers?.lost?.get(source) ?? []).map(advisoryJson),
  };
}

function provenanceJson(change: Pick<ArchChange, 'from' | 'to'> | undefined): object {
  return { from: whence(change?.from?.provenance), to: whence(change?.to?.provenance) };
}

function whence(provenance: PackageProvenance | undefined): object | null {
  switch (provenance?.kind) {
    case undefined:
      return null;
    case 'build':
      return { kind: 'build', id: provenance.id };
    case 'tag':
      return { kind: 'tag', nvr: provenance.nvr };
    case 'base':
      return { kind: 'base', file: provenance.file.path };
    case 'override': {
      const { kind, file, type, reason, bodhi } = provenance;
      return { kind, file: file.path, type: type ?? null, reason: reason ?? null, bodhi: bodhi ?? null };
    }
  }
}

function sourceJson(
  { source, kind, nature, diverges, packages }: SourceChange,
  story: ChangeStory | undefined,
): object {
  return {
    source,
    kind,
    nature: nature ?? null,
    diverges,
    packages: packages.map(({ name }) => name),
    pages: { from: story?.pages.from ?? null, to: story?.pages.to ?? null },
    changelog:
      story?.changelog?.map(({ at, author, text }) => ({ date: new Date(at).toISOString(), author, text })) ?? null,
  };
}

function overrideJson({ name, source, kind, effect, arches, from, to }: OverrideChange): object {
  return { name, source, kind, effect, arches, from: overridden(from), to: overridden(to) };
}

function overridden(found: SidePackage | undefined): object | null {
  return found ? { evr: found.evr, provenance: whence(found.provenance) } : null;
}

function advisoryJson({ id, severity, type, cves, title, issued, url, status }: Advisory): object {
  return {
    id,
    severity,
    type,
    cves,
    title,
    issued: issued === undefined ? null : new Date(issued).toISOString(),
    url: url ?? null,
    status: status ?? null,
  };
}
