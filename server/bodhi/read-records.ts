/** Records of a list, each read by itself: one that is not as it should be takes nothing from the others. */
import * as v from 'valibot';
import { issueWords } from '../http/json-service';
import { plainName } from '../http/plain-name';
import { ReleaseJson, UpdateJson } from './bodhi-json';

/** A record that cannot be read. */
export interface UnreadRecord {
  /** The alias of an update, the name of a release; undefined where that cannot be read either. */
  readonly name: string | undefined;
  /** NVRs of an update's builds; undefined where they cannot be read either. */
  readonly builds: readonly string[] | undefined;
  /** Which one it is, by its name or its index, and what is wrong: `FEDORA-2024-f0fd63c638: status is "lost", where ... was expected`. */
  readonly message: string;
}

export interface ReadRecords<R> {
  readonly rows: readonly R[];
  readonly unread: readonly UnreadRecord[];
}

/** `page`: counted from 1, for messages. */
export function readUpdates(records: readonly unknown[], page: number): ReadRecords<UpdateJson> {
  return read(records, UpdateJson, ['alias', 'updateid'], index => `updates.${index} of page ${page}`);
}

export function readReleases(records: readonly unknown[], page: number): ReadRecords<ReleaseJson> {
  return read(records, ReleaseJson, ['name'], index => `releases.${index} of page ${page}`);
}

function read<R>(
  records: readonly unknown[],
  schema: v.GenericSchema<unknown, R>,
  names: readonly string[],
  place: (index: number) => string,
): ReadRecords<R> {
  const rows: R[] = [];
  const unread: UnreadRecord[] = [];
  for (const [index, record] of records.entries()) {
    const parsed = v.safeParse(schema, record);
    if (parsed.success) {
      rows.push(parsed.output);
      continue;
    }
    const name = names.map(key => asFar(v.object({ [key]: plainName }), record)?.[key]).find(Boolean);
    const builds = asFar(Builds, record)?.builds.map(({ nvr }) => nvr);
    unread.push({ name, builds, message: `${name ?? place(index)}: ${issueWords(parsed.issues[0], 'the record')}` });
  }
  return { rows, unread };
}

const Builds = v.object({ builds: v.array(v.object({ nvr: plainName })) });

function asFar<T>(schema: v.GenericSchema<unknown, T>, record: unknown): T | undefined {
  const parsed = v.safeParse(schema, record);
  return parsed.success ? parsed.output : undefined;
}
