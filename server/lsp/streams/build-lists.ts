/** The newest builds of streams, to choose from: the build service is asked without waiting, or for two seconds at most. */
import type { CancellationToken } from 'vscode-languageserver';
import type { Builds } from '../../builds/builds';
import type { CompareChoice } from '../../protocol';
import { patiently } from '../look-up';
import { messageOf } from '../message-of';

export interface BuildChoices {
  readonly choices: readonly CompareChoice[];
  /** Why there are none, or not all; a sentence each. */
  readonly problems: readonly string[];
}

/** Of a stream. */
const MAX_BUILDS = 5;

export class BuildLists {
  /** By the address of the service, then by stream. */
  readonly #known = new Map<string, Map<string, BuildChoices>>();

  /** What is known by now: `late` is called when it is known otherwise. */
  known(streams: readonly string[], builds: Builds, late: () => void): BuildChoices {
    for (const stream of streams) {
      void this.#ask(stream, builds).then(changed => {
        if (changed) late();
      });
    }
    return this.#choices(streams, builds);
  }

  /** What is known when the service has answered, or has had its time. */
  async within(streams: readonly string[], builds: Builds, token: CancellationToken): Promise<BuildChoices> {
    const asked = Promise.all(streams.map(stream => this.#ask(stream, builds)));
    await patiently(token, enough => Promise.race([asked, enough]));
    return this.#choices(streams, builds);
  }

  /** True where it is known otherwise than before. Never rejects. */
  async #ask(stream: string, builds: Builds): Promise<boolean> {
    const known = this.#known.get(builds.url) ?? new Map<string, BuildChoices>();
    this.#known.set(builds.url, known);
    const listed = await listBuilds(stream, builds);
    const before = known.get(stream);
    known.set(stream, listed);
    return JSON.stringify(before) !== JSON.stringify(listed);
  }

  #choices(streams: readonly string[], { url }: Builds): BuildChoices {
    const listed = streams.flatMap(stream => this.#known.get(url)?.get(stream) ?? []);
    const problems = listed.flatMap(one => one.problems);
    return { choices: listed.flatMap(({ choices }) => choices), problems: [...new Set(problems)] };
  }
}

async function listBuilds(stream: string, builds: Builds): Promise<BuildChoices> {
  try {
    const listed = (await builds.builds(stream)).value ?? [];
    const choices = listed.slice(0, MAX_BUILDS).map(({ id, arches }): CompareChoice => {
      return { spec: `build:${stream}/${id}`, label: `${stream} ${id}`, group: 'build', detail: arches.join(', ') };
    });
    return { choices, problems: [] };
  } catch (error) {
    return { choices: [], problems: [`Builds are not listed: ${messageOf(error)}`] };
  }
}
