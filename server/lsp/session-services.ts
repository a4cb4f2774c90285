/** What a session asks of services for somebody who looks at something: waited for, but not for long. */
import type { CancellationToken } from 'vscode-languageserver';
import type { ConfigRepo } from '../config-repo/model';
import type { Answered } from '../http/answer-store';
import type { ChangelogEntry } from '../koji/koji';
import type { Entry } from '../lockfile/model';
import type { Services } from '../services/services';
import { type EntryFacts, folderOf, lookUpChangelog, lookUpEntry, lookUpUpdates, type UpdateFacts } from './look-up';
import type { ServicesInUse } from './services-in-use';
import type { FileView } from './view';

export class SessionServices {
  readonly #inUse: ServicesInUse;
  readonly #configOf: (folder: string | undefined) => Promise<ConfigRepo | undefined>;

  /** `configOf`: undefined for a folder that is no config repository of the session, or cannot be read. */
  constructor(inUse: ServicesInUse, configOf: (folder: string | undefined) => Promise<ConfigRepo | undefined>) {
    this.#inUse = inUse;
    this.#configOf = configOf;
  }

  /** Those of a config repository of the session. Undefined for another folder, and where nothing may be asked. */
  async of(folder: string): Promise<Services | undefined> {
    const config = await this.#configOf(folder);
    return config && this.#inUse.of(config);
  }

  /**
   * What services say of an entry of any view: of an open override mostly known already, of others asked now. Resolves
   * to what is known when they have answered, after two seconds at the latest. Undefined where nothing may be asked.
   */
  async factsFor(view: FileView, entry: Entry, token: CancellationToken): Promise<EntryFacts | undefined> {
    const config = await this.#configOf(folderOf(view));
    return config && lookUpEntry(this.#inUse, config, view, entry, token);
  }

  /** What Bodhi says of updates, by alias, within two seconds; `late` is called where it takes longer. Undefined where nothing is known, or may be asked. */
  async updateFacts(folder: string, aliases: readonly string[], late: () => void): Promise<UpdateFacts | undefined> {
    const config = await this.#configOf(folder);
    return config && lookUpUpdates(this.#inUse, config, aliases, late);
  }

  /** Of a Koji build; undefined where it is not known within two seconds. Rejects with a KojiError where Koji cannot be asked. */
  async changelog(
    view: FileView,
    buildId: number,
    token: CancellationToken,
  ): Promise<Answered<readonly ChangelogEntry[]> | undefined> {
    const config = await this.#configOf(folderOf(view));
    return config && lookUpChangelog(this.#inUse, config, buildId, token);
  }
}
