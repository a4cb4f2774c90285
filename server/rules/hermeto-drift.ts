import type { RpmsLock, RpmsLockPackage } from '../config-repo/rpms-lock';
import type { Entry, EntryVersion, Span } from '../lockfile/model';
import { formatEvr, parseEvr } from '../rpm/evr';
import { evrFault, trailingArch } from '../rpm/evr-syntax';
import type { Finding, Rule } from './rule';
import { list, liveEntries } from './support';

const NAMED = 3;

export const hermetoDrift: Rule = {
  code: 'hermeto-drift',
  severity: 'warning',
  description: '`rpms.lock.yaml` is there and out of step with a base lock.',
  documentation: `A hermetic build downloads the RPMs of \`rpms.lock.yaml\` beforehand and has nothing else: a package that the base lock names and the file has not, or has in another version, is not there when
the build wants it. Fedora CoreOS had the file in 2025 and derives it on the fly since; nobody needs it, but where it is there it has to be right. Generate it anew after each bump of the base locks.

Versions are compared as the file names in the URLs say them, which know no epoch; the epoch counts where \`evr\` is given. Where an override replaces an entry, either version will do. A file
name with an arch that is neither the section's nor noarch, or with two of them (\`….noarch.ppc64le.rpm\`), leads nowhere. One finding a base lock and kind of mistake, at the first package concerned.`,
  data: ['R'],
  *check(context) {
    const { name, repo, lockfile } = context;
    const lock = repo?.config.rpmsLock;
    const arch = name?.layer === 'base' && !name.generated ? name.arch : undefined;
    if (!lock || arch === undefined || lockfile.syntaxProblems.length > 0) return;
    const locked = liveEntries(context).filter(isLocked);
    if (locked.length === 0) return;
    const start = lockfile.packages?.key.span ?? { start: 0, end: 0 };
    const packages = lock.arches.get(arch);
    if (!packages) {
      yield {
        span: start,
        message: `${lock.path} has no packages for ${arch}: a hermetic build has nothing to install there.`,
      };
      return;
    }
    const misnamed = packages.filter(one => isMisnamed(one, arch));
    const byName = new Map<string, RpmsLockPackage[]>();
    for (const one of packages) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
    const effective = repo?.effective(arch);
    const drifted = locked.flatMap((entry): Mistake[] => {
      const found = byName.get(entry.name) ?? [];
      const versions = [entry.version, effective?.get(entry.name)?.version];
      const same = found.some(
        one => misnamed.includes(one) || versions.some(version => version && isSame(version, one)),
      );
      return same
        ? []
        : [{ name: entry.name, span: entry.version.scalar.span, found: found[0], locked: entry.version.scalar.text }];
    });
    if (misnamed.length > 0) {
      const mistakes = misnamed.map((found): Mistake => {
        const span = lockfile.byName.get(found.name)?.version?.scalar.span ?? start;
        return { name: found.name, span, found, locked: undefined };
      });
      yield finding(
        lock,
        mistakes,
        `${lock.path} has ${count(misnamed.length, 'file name')} for ${arch} that no package has`,
      );
    }
    if (drifted.length > 0) {
      yield finding(lock, drifted, `${lock.path} is out of step with ${count(drifted.length, 'package')} of this lock`);
    }
  },
};

interface Locked extends Entry {
  readonly version: EntryVersion;
}

/** One package that is wrong in `rpms.lock.yaml`, and where it stands in the base lock. */
interface Mistake {
  readonly name: string;
  readonly span: Span;
  readonly found: RpmsLockPackage | undefined;
  /** What the base lock has; undefined where the file name is wrong by itself. */
  readonly locked: string | undefined;
}

function isLocked(entry: Entry): entry is Locked {
  return entry.version !== undefined && evrFault(entry.version.evr) === undefined;
}

function isMisnamed({ vr, arch }: RpmsLockPackage, section: string): boolean {
  return (arch !== section && arch !== 'noarch') || trailingArch(vr) !== undefined;
}

function isSame({ evr, arch }: EntryVersion, { evr: full, vr, arch: rpmArch }: RpmsLockPackage): boolean {
  if (arch !== undefined && arch !== rpmArch) return false;
  const own = parseEvr(evr);
  return full === undefined ? formatEvr({ ...own, epoch: '0' }) === vr : formatEvr(own) === formatEvr(parseEvr(full));
}

function finding({ path }: RpmsLock, mistakes: readonly Mistake[], what: string): Finding {
  const named = mistakes.slice(0, NAMED);
  const words = named.map(({ name, found, locked }) => {
    const there = found ? `${found.evr ?? found.vr}.${found.arch}` : 'missing';
    return `${name} ${locked === undefined ? there : `${found ? `${there} there` : there}, ${locked} here`}`;
  });
  const more = mistakes.length - named.length;
  const [first] = mistakes;
  return {
    span: first?.span ?? { start: 0, end: 0 },
    ...(first && more === 0 && named.length === 1 ? { package: first.name } : {}),
    message: `${what}: ${more > 0 ? `${words.join('; ')} and ${more} more` : list(words)}. A hermetic build would not find ${mistakes.length === 1 ? 'it' : 'them'}: generate the file anew.`,
    related: named.flatMap(({ name, found }) =>
      found ? [{ path, span: found.span, message: `${name} ${found.vr}.${found.arch}` }] : [],
    ),
  };
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
