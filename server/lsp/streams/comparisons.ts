/** Comparisons that were asked for: what is asked about one later (advisories, places, its text) is about what was shown. */
import { BoundedMap } from '../../config-repo/bounded-map';
import { streamOf } from '../../config-repo/streams';
import type { StreamDiff } from '../../operations/diff/diff';
import { diffSides } from '../../operations/diff/diff-sides';
import { isFailure, openSides, type SideFailure } from '../../operations/diff/open-sides';
import type { DiffSide } from '../../operations/diff/side';
import type { CompareParams, CompareResult } from '../../protocol';
import { parseOnce } from '../parse-once';
import type { Session } from '../session';
import { comparedSide, compareResult, NOTHING } from './compare-result';
import { type ComparedRepository, comparedRepository } from './repository';

export interface Comparison {
  readonly repository: ComparedRepository;
  readonly from: DiffSide | SideFailure;
  readonly to: DiffSide | SideFailure;
  /** Undefined where one of the sides cannot be read. */
  readonly diff: StreamDiff | undefined;
}

/** Panels and their other ways round; more than a user has open. */
const KEPT = 8;

export class Comparisons {
  readonly #session: Session;
  readonly #known = new BoundedMap<string, { comparison: Promise<Comparison> | undefined }>(KEPT);

  constructor(session: Session) {
    this.#session = session;
  }

  /** Made anew. Fails with words for a human where the folder is no config repository, or may not be looked into. */
  async compare(params: CompareParams, signal: AbortSignal): Promise<Comparison> {
    const comparison = this.#compare(params, signal);
    const kept = this.#keptOf(params);
    kept.comparison = comparison;
    try {
      return await comparison;
    } catch (error) {
      if (kept.comparison === comparison) kept.comparison = undefined;
      throw error;
    }
  }

  /** As it was made last. */
  async shown(params: CompareParams, signal: AbortSignal): Promise<Comparison> {
    return this.#keptOf(params).comparison ?? this.compare(params, signal);
  }

  #keptOf({ folder, from, to }: CompareParams): { comparison: Promise<Comparison> | undefined } {
    return this.#known.get(JSON.stringify([folder, from, to]), () => ({ comparison: undefined }));
  }

  async #compare({ folder, from, to }: CompareParams, signal: AbortSignal): Promise<Comparison> {
    const repository = await comparedRepository(this.#session, folder);
    const { config, files, git, gitAbsence, services, noServices, problems } = repository;
    const { settings, stream, basearches } = config;
    // that it cannot be read is said of the side that needs it
    const head = await git?.head().catch(() => undefined);
    const sides = await openSides(from, to, {
      ...{ git, root: git?.prefix ?? '', policies: settings.streams, basearches, services, signal },
      ...(gitAbsence === undefined ? {} : { gitAbsence }),
      ...(noServices === undefined ? {} : { noServices }),
      worktree: { config, files, problems },
      stream: streamOf(config, head?.branch)?.name ?? stream,
      parse: parseOnce,
    });
    const diff = isFailure(sides.from) || isFailure(sides.to) ? undefined : diffSides(sides.from, sides.to);
    return { repository, ...sides, diff };
  }
}

/** What can be shown of it: a side that cannot be read is said, and the other one is there. */
export function resultOf({ repository, from, to, diff }: Comparison): CompareResult {
  if (diff) return compareResult(diff);
  const failures = [from, to].filter(isFailure).map(({ message }) => message);
  return {
    from: isFailure(from) ? undefined : comparedSide(from),
    to: isFailure(to) ? undefined : comparedSide(to),
    basearches: repository.config.basearches,
    ...{ changes: [], overrides: [], summary: NOTHING },
    notes: [...new Set(failures)],
  };
}
