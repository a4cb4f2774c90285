/** Advisories between two sides, asked for once: the same changes have the same ones, whatever the sides are called. */
import { BoundedMap } from '../../config-repo/bounded-map';
import { loadAdvisories } from '../../operations/diff/advisories';
import type { AdvisoryAnswers } from '../../operations/diff/advisory';
import type { StreamDiff } from '../../operations/diff/diff';
import { messageOf } from '../message-of';
import type { Session } from '../session';
import { type ComparedRepository, withoutServices } from './repository';
import { updateinfoFor } from './updateinfo';

interface Known {
  readonly asking: Promise<AdvisoryAnswers>;
  /** Unix milliseconds. */
  readonly at: number;
  /** Undefined until they have come. */
  answers: AdvisoryAnswers | undefined;
}

/** Pairs of sides. */
const KEPT = 16;

/** For how long answers hold, and those that are not complete. Milliseconds. */
const FRESH = { complete: 3_600_000, partial: 600_000 } as const;

export class AdvisoriesInUse {
  readonly #session: Session;
  readonly #onError: (message: string) => void;
  readonly #known = new BoundedMap<string, { current: Known | undefined }>(KEPT);

  constructor(session: Session, onError: (message: string) => void) {
    this.#session = session;
    this.#onError = onError;
  }

  /** What is known by now; undefined: nothing. What is not known, or no longer fresh, is asked for, and `late` called when it has come. */
  known(repository: ComparedRepository, diff: StreamDiff, late: () => void): AdvisoryAnswers | undefined {
    const place = this.#placeOf(repository, diff);
    if (!place.current || this.#isStale(place.current)) {
      const before = place.current?.answers;
      const asked = this.#ask(place, repository, diff);
      asked.answers = before;
      // what keeps them from coming is among the problems: this is a defect
      asked.asking.then(late, error => this.#onError(messageOf(error)));
    }
    return place.current?.answers;
  }

  /** Waits for them. */
  async load(repository: ComparedRepository, diff: StreamDiff): Promise<AdvisoryAnswers> {
    const place = this.#placeOf(repository, diff);
    const known = place.current && !this.#isStale(place.current) ? place.current : this.#ask(place, repository, diff);
    return known.asking;
  }

  #placeOf({ folder, services }: ComparedRepository, diff: StreamDiff): { current: Known | undefined } {
    return this.#known.get(keyOf(folder, services !== undefined, diff), () => ({ current: undefined }));
  }

  #isStale({ at, answers }: Known): boolean {
    if (!answers) return false;
    const lifetime = answers.problems.length > 0 ? FRESH.partial : FRESH.complete;
    return this.#session.now - at > lifetime;
  }

  #ask(place: { current: Known | undefined }, repository: ComparedRepository, diff: StreamDiff): Known {
    const asking = this.#load(repository, diff);
    const known: Known = { asking, at: this.#session.now, answers: undefined };
    place.current = known;
    asking.then(
      answers => {
        known.answers = answers;
      },
      () => {
        if (place.current === known) place.current = undefined;
      },
    );
    return known;
  }

  async #load(repository: ComparedRepository, diff: StreamDiff): Promise<AdvisoryAnswers> {
    const { services } = repository;
    const updateinfo = await updateinfoFor(this.#session, repository, diff);
    return loadAdvisories({ diff, services, updateinfo, notAsked: withoutServices(repository) });
  }
}

function keyOf(folder: string, online: boolean, { to, sources }: StreamDiff): string {
  const changes = sources.map(({ source, packages }) => {
    const versions = packages.flatMap(({ arches }) =>
      [...arches.values()].map(({ from, to: after }) => [from?.evr, after?.evr]),
    );
    return [source, ...new Set(versions.map(pair => pair.join(' ')))];
  });
  return JSON.stringify([folder, online, to.releasever, changes]);
}
