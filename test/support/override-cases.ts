/** What Fedora CoreOS's `ci/overrides.py` made of real and made-up inputs: the cases of the reference data (its README tells the shapes). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from '../../server/config-repo/file-text';
import type { BuiltRpm } from '../../server/operations/override-request';
import { shared } from './shared';

export type CaseKind = 'pin' | 'fast-track' | 'srpms' | 'graduate' | 'usage';

export interface CaseUpdate {
  readonly url: string;
  readonly status: string;
  readonly release: string;
  readonly builds: readonly { readonly nvr: string }[];
}

/** What the outside world answers. */
export interface CaseServices {
  /** By source NVR, in the order in which the hub lists them. */
  readonly koji: Readonly<Record<string, readonly BuiltRpm[]>>;
  /** By alias. */
  readonly bodhi: Readonly<Record<string, CaseUpdate>>;
  /** By stream. */
  readonly builds: Readonly<
    Record<
      string,
      {
        /** As in builds.json, newest first. */
        readonly builds: readonly { readonly id: string; readonly arches: readonly string[] }[];
        /** Generated lockfiles by `<id>/<arch>`. */
        readonly generated: Readonly<Record<string, { readonly packages: Readonly<Record<string, { evra: string }>> }>>;
      }
    >
  >;
}

export interface CaseExpectation {
  readonly exit: number;
  /** The last line on stderr; null where the run ended well. */
  readonly error: string | null;
  readonly exception?: string;
  readonly stdout: string;
  /** Whether the bytes of the overrides file changed. */
  readonly wrote: boolean;
  readonly messages: readonly string[];
  readonly base_lock?: unknown;
}

export interface OverrideCase {
  /** `006`. */
  readonly id: string;
  readonly kind: CaseKind;
  readonly note: string;
  /** Behind the program's name. */
  readonly argv: readonly string[];
  /** The folder with the repository. */
  readonly folder: string;
  /** Texts of the files at the top of the repository by name, without byte order marks. */
  readonly files: Readonly<Record<string, string>>;
  readonly services: CaseServices;
  readonly expected: CaseExpectation;
  /** The overrides file after a run that ended well. */
  readonly overrides: string | undefined;
}

/** Read when called: inside of tests only. */
export function overrideCases(kind: CaseKind): OverrideCase[] {
  const root = shared('data/overrides-cases');
  return readdirSync(root)
    .filter(name => /^\d+-/.test(name) && name.slice(name.indexOf('-') + 1) === kind)
    .sort()
    .map(name => overrideCase(join(root, name), name.slice(0, name.indexOf('-')), kind));
}

function overrideCase(path: string, id: string, kind: CaseKind): OverrideCase {
  const entries = readdirSync(path);
  const text = (name: string) => decodeText(readFileSync(join(path, name)));
  const json = (name: string): unknown => JSON.parse(text(name));
  const folder = join(path, 'repo');
  const names = entries.includes('repo') ? readdirSync(folder, { withFileTypes: true }) : [];
  const files = names.filter(entry => entry.isFile()).map(({ name }) => [name, text(join('repo', name))] as const);
  const { argv } = json('command.json') as { argv: readonly string[] };
  const services = entries.includes('services.json') ? (json('services.json') as CaseServices) : NOTHING;
  return {
    id,
    kind,
    note: text('note.txt').trim(),
    argv,
    folder,
    files: Object.fromEntries(files),
    services,
    expected: json('expected.json') as CaseExpectation,
    overrides: entries.includes('expected.overrides.yaml') ? text('expected.overrides.yaml') : undefined,
  };
}

const NOTHING: CaseServices = { koji: {}, bodhi: {}, builds: {} };
