/** What repositories' updateinfo says of changed source packages. */
import { FEDORA_SERVICES } from '../../config-repo/repo-settings';
import type { RepositoryUpdateinfo, UpdateinfoAdvisory } from '../../rpmmd/repositories';
import { ALIAS } from '../../services/entry-update';
import type { Advisory } from './advisory';
import { type EvrSpan, liesIn, type SpanDirection, spansOf, spansOfSource, vrLiesIn } from './advisory-span';
import type { SourceChange } from './diff';

export interface FoundAdvisory {
  readonly advisory: Advisory;
  readonly direction: SpanDirection;
}

/** Looks up advisories by the names of what they have builds of. */
export class UpdateinfoAdvisories {
  readonly #byPackage = new Map<string, Set<UpdateinfoAdvisory>>();
  readonly #bySource = new Map<string, Set<UpdateinfoAdvisory>>();

  constructor(updateinfo: readonly RepositoryUpdateinfo[]) {
    // basearches share theirs
    for (const advisories of new Set(updateinfo.map(each => each.advisories))) {
      for (const advisory of advisories) {
        for (const { name } of advisory.packages) put(this.#byPackage, name, advisory);
        for (const { name } of advisory.sources) put(this.#bySource, name, advisory);
      }
    }
  }

  /** The advisories with a build that lies between the versions of a change: by binary packages, which have versions of their own, else by the source package. */
  of(change: SourceChange): FoundAdvisory[] {
    const found = new Map<string, FoundAdvisory>();
    const judged = new Set<UpdateinfoAdvisory>();
    const take = (advisory: UpdateinfoAdvisory, span: EvrSpan): void => {
      const { direction } = span;
      found.set(`${direction} ${advisory.id}`, { advisory: toAdvisory(advisory), direction });
    };
    for (const binary of change.packages) {
      const spans = spansOf(binary);
      for (const advisory of this.#byPackage.get(binary.name) ?? []) {
        judged.add(advisory);
        const evrs = advisory.packages.filter(({ name }) => name === binary.name).map(({ evr }) => evr);
        for (const span of spans) if (evrs.some(evr => liesIn(evr, span))) take(advisory, span);
      }
    }
    const spans = spansOfSource(change);
    for (const advisory of this.#bySource.get(change.source) ?? []) {
      if (judged.has(advisory)) continue;
      const sources = advisory.sources.filter(({ name }) => name === change.source);
      for (const span of spans) {
        const hit = sources.some(({ vr, epoch }) =>
          epoch === undefined ? vrLiesIn(vr, span) : liesIn(`${epoch}:${vr}`, span),
        );
        if (hit) take(advisory, span);
      }
    }
    return [...found.values()];
  }
}

function put<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

const FEDORA = new RegExp(`^${ALIAS.source}$`);

function toAdvisory({ id, title, type, severity, cves, issued, url }: UpdateinfoAdvisory): Advisory {
  const page = FEDORA.test(id) ? `${FEDORA_SERVICES.bodhi}/updates/${id}` : undefined;
  return { id, title, type, severity, cves, issued, url: url ?? page, status: undefined };
}
