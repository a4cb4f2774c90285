/** What services are asked about. */
import type { Entry } from '../lockfile/model';

/** A locked entry as far as services can tell something of it. */
export interface WantedEntry extends Pick<Entry, 'name' | 'version'> {
  /** Those that the entry concerns. */
  readonly basearches: readonly string[];
  /** Alias of the Bodhi update that its metadata names. */
  readonly update: string | undefined;
  /** Its source package as far as that is known without Koji. */
  readonly source: string | undefined;
}

/** Equal for entries of which the same is asked. */
export function wantedKey(wanted: readonly WantedEntry[]): string {
  return JSON.stringify(
    wanted.map(({ name, version, basearches, update, source }) => [
      name,
      version?.evr,
      version?.arch,
      basearches,
      update,
      source,
    ]),
  );
}
