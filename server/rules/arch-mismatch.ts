import { evraToEvr, setArch } from '../lockfile/edits';
import type { Entry, EntryVersion } from '../lockfile/model';
import { baseEntry, type FileScope, reachOf } from '../operations/reach';
import { isRpmArch } from '../rpm/evr-syntax';
import type { Finding, Fix, Rule, RuleContext } from './rule';
import { fixHere, list, liveEntries, scopeOf } from './support';

export const archMismatch: Rule = {
  code: 'arch-mismatch',
  severity: 'warning',
  description: "An `evra` arch that is neither the file's nor noarch, or that differs from the base lock's.",
  documentation: `A lock matches only a package of the arch it names: \`evra: ….ppc64le\` in the file of aarch64 locks nothing there, and an archful
\`evra\` in the common overrides locks the package on one architecture and nothing on the others. There \`evr\` is right, or \`….noarch\`.

Where a base lock says that the package is noarch and the override names an arch (or the other way round) it is only a hint:
packages do change, as containers-common did. The fix writes the file's arch, the base lock's arch, or an \`evr\`.`,
  data: ['F', 'R'],
  *check(context) {
    if (context.name === undefined) return;
    for (const entry of liveEntries(context)) {
      const { version } = entry;
      if (version?.arch === undefined || !isRpmArch(version.arch)) continue;
      const finding =
        foreign(context, entry, version, version.arch) ?? unlikeBase(context, entry, version, version.arch);
      if (finding) yield finding;
    }
  },
};

/** The half that the file alone shows. */
function foreign(context: RuleContext, entry: Entry, version: EntryVersion, arch: string): Finding | undefined {
  const file = context.name?.arch;
  // not every name between the dots is a basearch (manifest-lock.overrides.test.yaml)
  if (arch === 'noarch' || arch === file || (file !== undefined && !isRpmArch(file))) return undefined;
  const common = file === undefined;
  return {
    span: archSpan(context, version),
    package: entry.name,
    message: common
      ? `${entry.name} is locked for ${arch} only, in the file for all arches: it is not locked on the others. Use evr.`
      : `${entry.name} is locked for ${arch} in the file of ${file}: it matches nothing there.`,
    fixes: common ? toEvr(context, entry, version, true) : [correct(context, entry, file, true)],
  };
}

/** The half that needs the base lock. */
function unlikeBase(context: RuleContext, entry: Entry, version: EntryVersion, arch: string): Finding | undefined {
  const scope = scopeOf(context);
  if (!scope || scope.file.layer === 'base') return undefined;
  const locked = lockedArches(scope, entry);
  const [first] = locked.values();
  if (first === undefined || [...locked.values()].includes(arch)) return undefined;
  const where = `the base ${locked.size === 1 ? 'lock' : 'locks'} of ${list([...locked.keys()])}`;
  const common = scope.file.arch === undefined;
  const fixes = first === 'noarch' || !common ? [correct(context, entry, first, false)] : [];
  return {
    span: archSpan(context, version),
    severity: 'hint',
    package: entry.name,
    message: `${entry.name} is ${arch} here and ${list([...new Set(locked.values())])} in ${where}: the lock matches only if the package changed.`,
    fixes: first === 'noarch' ? fixes : [...fixes, ...toEvr(context, entry, version, false)],
  };
}

function lockedArches(scope: FileScope, entry: Entry): Map<string, string> {
  const locked = new Map<string, string>();
  for (const basearch of reachOf(scope, entry).basearches) {
    const arch = baseEntry(scope, entry.name, basearch)?.version?.arch;
    if (arch !== undefined && isRpmArch(arch)) locked.set(basearch, arch);
  }
  return locked;
}

function correct(context: RuleContext, entry: Entry, arch: string, preferred: boolean): Fix {
  return fixHere(context, `Change the arch to ${arch}`, setArch(context.lockfile, entry, arch), { preferred });
}

function toEvr(context: RuleContext, entry: Entry, version: EntryVersion, preferred: boolean): Fix[] {
  return [fixHere(context, `Make it evr: ${version.evr}`, evraToEvr(context.lockfile, entry), { preferred })];
}

/** The arch alone where it stands in the text as it is, the whole version otherwise. */
function archSpan({ lockfile }: RuleContext, { evrSpan, arch, scalar }: EntryVersion) {
  const start = evrSpan.end + 1;
  const end = start + (arch?.length ?? 0);
  return lockfile.text.slice(evrSpan.end, end) === `.${arch}` ? { start, end } : scalar.span;
}
