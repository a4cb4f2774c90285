/** What Koji and Bodhi are known to say, written down in a test: a few builds and updates instead of services. */
import type { BodhiUpdate } from '../../server/bodhi/bodhi';
import type { Answered } from '../../server/http/answer-store';
import type { BuildState, KojiBuild, KojiRpm } from '../../server/koji/koji';
import { splitNvr } from '../../server/rpm/nvr';
import type { BodhiFacts, KojiFacts } from '../../server/services/facts';

/** When everything was said. */
export const SAID_AT = Date.UTC(2024, 9, 24, 11);

/** A build of a source package. */
export interface BuildTable {
  /** Binaries: `ARCH...`, or `EVR ARCH...` where one has another version than the source: `5:5.2.5-1.fc40 x86_64 aarch64`. */
  readonly rpms: Readonly<Record<string, string>>;
  /** `complete` where not given. */
  readonly state?: BuildState;
  /** Not known where not given. */
  readonly tags?: readonly string[];
  /** Of every RPM, or of those of some arches; not known where not given. */
  readonly signed?: boolean | readonly string[];
  /** Names of its packages alone are known, not which there are besides. */
  readonly packagesUnknown?: boolean;
}

export interface KojiOptions {
  /** Names of packages of which nothing is known yet; everything else that is in no build Koji does not have. */
  readonly unknown?: readonly string[];
}

/** By NVR of the source package. */
export function kojiFacts(builds: Readonly<Record<string, BuildTable>>, { unknown = [] }: KojiOptions = {}): KojiFacts {
  const byNvra = new Map<string, KojiRpm>();
  const byId = new Map<number, KojiBuild>();
  const tables = new Map<number, BuildTable>();
  const rpmTables = new Map<number, { readonly arch: string; readonly table: BuildTable }>();
  for (const [nvr, table] of Object.entries(builds)) {
    const id = 2_500_000 + byId.size;
    const { name, vr } = split(nvr);
    const [version = '', release = ''] = vr.split('-');
    const state = table.state ?? 'complete';
    const completed = state === 'complete' ? SAID_AT - 86_400_000 : undefined;
    byId.set(id, { id, nvr, name, version, release, epoch: null, state, owner: 'kojibuilder', completed });
    tables.set(id, table);
    for (const [rpmName, text] of Object.entries(table.rpms)) {
      const words = text.split(' ');
      const [, epoch, v = version, r = release] = /^(?:(\d+):)?([^-]+)-([^-]+)$/.exec(words[0] ?? '') ?? [];
      for (const arch of words[0]?.includes('-') ? words.slice(1) : words) {
        const rpm: KojiRpm = {
          id: 40_000_000 + byNvra.size,
          name: rpmName,
          version: v,
          release: r,
          epoch: epoch === undefined ? null : Number(epoch),
          arch,
          buildId: id,
        };
        byNvra.set(`${rpmName}-${v}-${r}.${arch}`, rpm);
        rpmTables.set(rpm.id, { arch, table });
      }
    }
  }
  return {
    rpm: nvra => {
      const name = split(nvra.replace(/\.[^.]+$/, '')).name;
      return unknown.includes(name) ? undefined : said(byNvra.get(nvra));
    },
    build: id => said(byId.get(id)),
    packages: id => {
      if (tables.get(id)?.packagesUnknown) return undefined;
      return said([...byNvra.values()].filter(({ buildId }) => buildId === id));
    },
    tags: id => {
      const tags = tables.get(id)?.tags;
      return tags && said(tags);
    },
    signatures: id => {
      const { arch, table } = rpmTables.get(id) ?? {};
      if (!table || table.signed === undefined || arch === undefined) return undefined;
      const signed = typeof table.signed === 'boolean' ? table.signed : table.signed.includes(arch);
      return said(signed ? ['a15b79cc'] : []);
    },
    page: ({ id }) => `https://koji.fedoraproject.org/koji/buildinfo?buildID=${id}`,
  };
}

/** An update; what is not given is as of one that is on its way. */
export type UpdateTable = Pick<BodhiUpdate, 'alias'> &
  Partial<Omit<BodhiUpdate, 'builds' | 'release'>> & {
    /** `F40` where not given. */
    readonly release?: string;
    /** NVRs. */
    readonly builds: readonly string[];
  };

export interface BodhiOptions {
  /** Source packages of which the newest updates are not known. */
  readonly newestUnknown?: boolean;
  /** NVRs of which it is not known what updates have them. */
  readonly buildsUnknown?: boolean;
  /** Aliases of which nothing is known yet; others that are not there Bodhi does not have. */
  readonly unknown?: readonly string[];
  /** The repository's release, `F40` where not given. */
  readonly release?: string;
}

/** Newest first. */
export function bodhiFacts(tables: readonly UpdateTable[], options: BodhiOptions = {}): BodhiFacts {
  const { release = 'F40', unknown = [] } = options;
  const updates = tables.map(bodhiUpdate);
  return {
    update: alias => (unknown.includes(alias) ? undefined : said(updates.find(update => update.alias === alias))),
    updatesOf: nvr => {
      if (options.buildsUnknown) return undefined;
      return said(updates.filter(({ builds }) => builds.some(build => build.nvr === nvr)));
    },
    newest: source => {
      if (options.newestUnknown) return undefined;
      const ofSource = ({ builds }: BodhiUpdate) => builds.some(({ nvr }) => split(nvr).name === source);
      return said(updates.filter(update => update.release.name === release && ofSource(update)));
    },
  };
}

export function bodhiUpdate({ release = 'F40', builds, ...given }: UpdateTable): BodhiUpdate {
  const version = release.replace(/^\D+/, '');
  return {
    url: `https://bodhi.fedoraproject.org/updates/${given.alias}`,
    title: builds.join(' '),
    status: 'testing',
    request: undefined,
    type: 'bugfix',
    severity: 'unspecified',
    karma: 0,
    stableKarma: 3,
    stableDays: 7,
    gating: 'passed',
    critpath: false,
    submitted: SAID_AT - 2 * 86_400_000,
    testing: SAID_AT - 86_400_000,
    stable: undefined,
    bugs: [],
    cves: [],
    notes: '',
    ...given,
    builds: builds.map(nvr => ({ nvr, signed: true })),
    release: { name: release, version, distTag: `f${version}` },
  };
}

function said<T>(value: T): Answered<T> {
  return { value, at: SAID_AT };
}

function split(nvr: string): { readonly name: string; readonly vr: string } {
  const found = splitNvr(nvr);
  if (!found) throw new Error(`${nvr} is no NVR`);
  return found;
}
