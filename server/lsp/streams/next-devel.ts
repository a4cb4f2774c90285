/** Whether next-devel is open, as the pipeline says: asked without waiting. */
import type { ComparedRepository } from './repository';

/** The stream that the pipeline opens and closes. */
const NEXT_DEVEL = 'next-devel';

export class NextDevel {
  /** By the address of the build service. */
  readonly #known = new Map<string, boolean | undefined>();

  /** Undefined while it is not known, or cannot be: `late` is called when it is known otherwise. */
  known({ services, config }: ComparedRepository, late: () => void): boolean | undefined {
    const builds = services?.builds;
    if (!builds || !config.settings.streams.has(NEXT_DEVEL)) return undefined;
    const { url } = builds;
    builds.nextDevelEnabled().then(
      ({ value }) => {
        if (this.#known.get(url) === value) return;
        this.#known.set(url, value);
        late();
      },
      // the dates of the base locks tell as well; that the service cannot be asked is told where it is needed
      () => undefined,
    );
    return this.#known.get(url);
  }
}
