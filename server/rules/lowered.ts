import type { RefSnapshot } from '../config-repo/branches';
import type { LayerFile } from '../lockfile/layers';
import type { Entry, FileEdit } from '../lockfile/model';
import { counterpart, type Lowering, lowerings } from '../operations/lowering';
import { restoreEntries } from '../operations/restore';
import { isPin } from '../operations/update';
import type { Finding, Fix, RelatedPlace, RepoContext, Rule, RuleContext } from './rule';
import { list, metadataText } from './support';

/** Entries of one base lock that are told one by one; more of them are a bump taken back, told at once. */
const FEW = 10;
const SHOWN = 5;

export const lowered: Rule = {
  code: 'lowered',
  severity: 'warning',
  description: 'An effective EVR is lower than at HEAD, and no pin with a reason says so.',
  documentation: `Compared with HEAD, or a commit with its first parent, for every basearch: what counts for a package now is older than what counted before. Reported at
the entry that counts now: an override that was edited or added, or an entry of a base lock that was edited by hand, bumped or promoted to a lower
version. A pin (\`type: pin\`) with a reason says that it is meant. An override that is gone, so that the base lock counts again, is
\`dropped-override\`.

More than ten lowered entries of a base lock (a bump taken back) are one finding at its \`packages\`. The fix makes the entries what they were
before, in whichever files they were changed.`,
  data: ['B'],
  *check(context) {
    const { repo, name } = context;
    const before = repo?.branches?.before;
    if (!repo || !before || !name || name.generated) return;
    const found = loweredHere(context, repo, before);
    if (name.layer === 'base' && found.size > FEW) {
      yield manyOf(context, repo, before, [...found.values()].flat());
      return;
    }
    for (const [entry, places] of found) yield oneOf(context, repo, before, entry, places);
  },
};

interface Place extends Lowering {
  readonly basearch: string;
}

/** What is lowered by entries of the checked file, in file order. */
function loweredHere({ path, name }: RuleContext, repo: RepoContext, before: RefSnapshot) {
  const basearches = name?.arch === undefined ? repo.config.basearches : [name.arch];
  const found = new Map<Entry, Place[]>();
  for (const basearch of basearches) {
    for (const lowering of lowerings(before.effective(basearch), repo.effective(basearch))) {
      const { file, entry } = lowering.now;
      if (file.path !== path || (isPin(entry) && metadataText(entry, 'reason') !== undefined)) continue;
      // an override that is gone is dropped-override
      if (file.layer === 'base' && lowering.before.file.layer !== 'base') continue;
      found.set(entry, [...(found.get(entry) ?? []), { ...lowering, basearch }]);
    }
  }
  return new Map([...found].sort(([a], [b]) => a.member.span.start - b.member.span.start));
}

function oneOf(
  context: RuleContext,
  repo: RepoContext,
  before: RefSnapshot,
  entry: Entry,
  places: readonly Place[],
): Finding {
  const { name, version } = entry;
  const evr = version?.evr ?? '';
  const overridden = places.some(place => place.before.file.layer !== 'base');
  return {
    span: version?.evrSpan ?? entry.member.key.span,
    package: name,
    message: `${name} is lowered to ${evr}: ${was(context, places, before)}. ${advice(context, entry)}`,
    related: relatedOf(before, places),
    get fixes() {
      const [first] = places;
      const edits = restoring(repo, before, context.path, places);
      if (!edits || !first) return [];
      const title = `Restore ${name} ${first.before.version.evr} as it was`;
      return [{ title, edits, preferred: overridden } satisfies Fix];
    },
  };
}

/** "it was 14:1.10.5-1.fc40 at HEAD (base lock)". */
function was({ name }: RuleContext, places: readonly Place[], { label }: RefSnapshot): string {
  const groups = new Map<string, string[]>();
  for (const { before, basearch } of places) {
    const key = `${before.version.evr} at ${label} (${layerName(before.file)})`;
    groups.set(key, [...(groups.get(key) ?? []), basearch]);
  }
  const parts = [...groups].map(([key, arches]) => (name?.arch === undefined ? `${key} for ${list(arches)}` : key));
  return `it was ${list(parts)}`;
}

function layerName({ layer }: LayerFile): string {
  return layer === 'base' ? 'base lock' : 'override';
}

function advice({ name }: RuleContext, entry: Entry): string {
  if (name?.layer === 'base') return 'If it is meant, say so with a pin that has a reason, else restore it.';
  const lacking = isPin(entry) ? 'give the pin a reason' : 'make it a pin with a reason';
  return `If it is meant, ${lacking}, else restore it.`;
}

function relatedOf({ label, commit }: RefSnapshot, places: readonly Place[]): RelatedPlace[] {
  const seen = new Map<Entry, RelatedPlace>();
  for (const { name, before } of places) {
    const { path, lockfile } = before.file;
    const message = `${name} ${before.version.evr} at ${label}`;
    const span = before.entry.member.key.span;
    seen.set(before.entry, { path, span, message, at: { label, commit, lockfile } });
  }
  return [...seen.values()];
}

function manyOf(context: RuleContext, repo: RepoContext, before: RefSnapshot, places: readonly Place[]): Finding {
  const shown = places.slice(0, SHOWN).map(({ name, ...place }) => {
    return `${name} (${place.before.version.evr} to ${place.now.version.evr})`;
  });
  const more = places.length - shown.length;
  const names = more > 0 ? `${shown.join(', ')} and ${more} more` : list(shown);
  return {
    span: context.lockfile.packages?.key.span ?? { start: 0, end: 0 },
    message: `${places.length} packages of the base lock are lower than at ${before.label}: ${names}. Where a bump was taken back this is meant; else restore them.`,
    related: relatedOf(before, places.slice(0, SHOWN)),
    get fixes() {
      const edits = restoring(repo, before, context.path, places);
      return edits ? [{ title: `Restore all ${places.length} lowered packages as they were`, edits }] : [];
    },
  };
}

/** Makes the packages what they were: in the checked file, and in the files that decided before and lack them now. */
function restoring(
  repo: RepoContext,
  before: RefSnapshot,
  path: string,
  places: readonly Place[],
): FileEdit[] | undefined {
  const wanted = new Map<LayerFile, Set<string>>();
  const want = (file: LayerFile, name: string) => wanted.set(file, (wanted.get(file) ?? new Set()).add(name));
  for (const place of places) {
    const { name } = place;
    want(place.now.file, name);
    const old = counterpart(repo.files, place.before.file);
    if (!old) return undefined;
    if (old.path !== path && !old.lockfile.byName.has(name)) want(old, name);
  }
  const edits: FileEdit[] = [];
  for (const [file, names] of wanted) {
    const past = counterpart(before.files, file);
    if (!past) return undefined;
    const own = restoreEntries(file.lockfile, past.lockfile, names);
    if (!own) return undefined;
    if (own.length > 0) edits.push({ path: file.path, edits: own });
  }
  return edits.length > 0 ? edits : undefined;
}
