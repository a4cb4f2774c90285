import { renameKey, replaceScalar } from '../lockfile/edits';
import type { Entry, EntryVersion } from '../lockfile/model';
import { lastMember } from '../lockfile/view';
import { baseEntry } from '../operations/reach';
import { doubledDistTag, evrFault, trailingArch } from '../rpm/evr-syntax';
import type { Fix, Rule, RuleContext } from './rule';
import { fixHere, scopeOf, shortened } from './support';
import { isNoString } from './version-not-string';

export const malformedVersion: Rule = {
  code: 'malformed-version',
  severity: 'error',
  description: 'A version that is not `[E:]V-R`, or `[E:]V-R.A` in `evra`.',
  documentation: `No package can have such a version, so that the lock matches nothing: the package is not locked at all, or the build fails late.
Reported are a missing release, a name or a second \`-\` in it, characters that RPM allows in no version, an \`evra\` without an
arch (rpm-ostree takes what follows the last dot for it), an \`evr\` that ends in one, and a dist tag that stands there twice
(\`1.fc32.fc32\`).`,
  data: ['F'],
  *check(context) {
    for (const entry of context.lockfile.entries) {
      const { version, name } = entry;
      if (!version || isNoString(version.scalar)) continue;
      const found = diagnose(context, entry, version);
      if (!found) continue;
      yield {
        span: version.scalar.span,
        package: name,
        message: `${version.key} of ${name}: "${shortened(version.scalar.text)}" ${found.what}. ${found.why}`,
        fixes: found.fixes,
      };
    }
  },
};

const MATCHES_NOTHING = 'No package has such a version, the lock matches nothing.';

function diagnose(context: RuleContext, entry: Entry, version: EntryVersion) {
  const { text } = version.scalar;
  const arch = trailingArch(text);
  if (version.key === 'evra') {
    const evr = arch === undefined ? text : text.slice(0, -arch.length - 1);
    const fault = evrFault(evr);
    if (fault !== undefined) return { what: fault, why: MATCHES_NOTHING, fixes: repairs(context, version) };
    if (arch !== undefined) return undefined;
    return { what: 'has no arch', why: NO_ARCH, fixes: archFixes(context, entry, version) };
  }
  const fault = evrFault(text);
  if (fault !== undefined) return { what: fault, why: MATCHES_NOTHING, fixes: repairs(context, version) };
  if (arch === undefined) return undefined;
  const what = `ends in the arch ${arch}`;
  return {
    what,
    why: 'An evr has none: readers look for that release and find nothing.',
    fixes: evraFixes(context, entry),
  };
}

const NO_ARCH = 'rpm-ostree takes what follows the last dot for it, the lock matches nothing.';

/** What can be put right in the text alone. */
function repairs(context: RuleContext, { scalar, key }: EntryVersion): Fix[] {
  const { text } = scalar;
  const doubled = doubledDistTag(text);
  const repaired = doubled ? text.slice(0, doubled.start) + text.slice(doubled.end) : text.trim();
  const arch = key === 'evra' ? trailingArch(repaired) : undefined;
  const evr = arch === undefined ? repaired : repaired.slice(0, -arch.length - 1);
  if (repaired === text || evrFault(evr) !== undefined) return [];
  const edits = replaceScalar(context.lockfile, scalar, repaired);
  return [fixHere(context, `Write ${repaired}`, edits, { preferred: true })];
}

/** An `evra` without arch becomes an `evr`, or gets the arch that the base lock says, or the file's own. */
function archFixes(context: RuleContext, entry: Entry, version: EntryVersion): Fix[] {
  const { lockfile, name } = context;
  const { scalar } = version;
  const locked = lockedArch(context, entry);
  const add = (arch: string, preferred: boolean) => {
    const edits = replaceScalar(lockfile, scalar, `${scalar.text}.${arch}`);
    return fixHere(context, `Add the arch: ${scalar.text}.${arch}`, edits, { preferred });
  };
  const member = lastMember(entry.map, 'evra');
  const toEvr = member
    ? [fixHere(context, 'Make it an evr', renameKey(lockfile, member, 'evr'), { preferred: !locked })]
    : [];
  if (locked !== undefined && (locked === 'noarch' || locked === name?.arch)) return [add(locked, true), ...toEvr];
  return name?.arch === undefined ? toEvr : [...toEvr, add(name.arch, false)];
}

function evraFixes(context: RuleContext, entry: Entry): Fix[] {
  const member = lastMember(entry.map, 'evr');
  if (!member) return [];
  return [fixHere(context, 'Make it an evra', renameKey(context.lockfile, member, 'evra'), { preferred: true })];
}

/** The arch of the package in the base lock of the file's basearch, or of any in the common overrides. */
function lockedArch(context: RuleContext, entry: Entry): string | undefined {
  const scope = scopeOf(context);
  if (!scope) return undefined;
  const basearches = scope.file.arch === undefined ? scope.basearches : [scope.file.arch];
  const arches = basearches.map(basearch => baseEntry(scope, entry.name, basearch)?.version?.arch);
  return arches.find(arch => arch !== undefined);
}
