import type { RefSnapshot } from '../config-repo/branches';
import { applyEdits, removeEntries } from '../lockfile/edits';
import type { LayerFile } from '../lockfile/layers';
import type { Entry, FileEdit, Span } from '../lockfile/model';
import {
  type DroppedOverride,
  droppedOverrides,
  type GoneFile,
  goneFiles,
  type PresentState,
  type Successor,
} from '../operations/dropped';
import { counterpart } from '../operations/lowering';
import { restoreEntries } from '../operations/restore';
import type { Finding, Fix, RelatedPlace, RepoContext, Rule, RuleContext } from './rule';
import { list, metadataText, shortened } from './support';

const SHOWN = 3;

export const droppedOverride: Rule = {
  code: 'dropped-override',
  severity: 'warning',
  description: 'An override or a whole file at HEAD is gone while its base lock is older.',
  documentation: `Compared with HEAD, or a commit with its first parent: an override that was in effect is gone, no other override has the package, and what takes its
place is older. That is the base lock that has not caught up yet (the bots that drop graduated fast-tracks do not look at it), or, where a
basearch has no base lock, the newest version in its repositories, if all of them are loaded. So a cherry-pick that loses an override is caught
before the package goes back: the stable stream once lost a security fix of sudo that way. An override that moved to another file is not lost.

The fix restores the entry byte for byte, with the comments above it, at the place where it stood. A file of overrides that is gone as a
whole is reported on the first lockfile that is left, and restored whole: a file for one basearch if something in it is older now, the common file always
if overrides were lost with it, since \`ci/overrides.py\` cannot pin or fast-track without it.`,
  data: ['B'],
  *check(context) {
    const { repo } = context;
    const before = repo?.branches?.before;
    // while a file does not parse its entries are not gone
    if (!repo || !before || repo.files.some(isBroken)) return;
    const present = presentState(context, repo);
    const dropped = droppedOverrides(before, present);
    const here = dropped.filter(({ file }) => counterpart(repo.files, file)?.path === context.path);
    for (const override of here) yield ofEntry(context, repo, before, override, dropped);
    const host = repo.files[0]?.path;
    for (const gone of goneFiles(before, present)) {
      // with no lockfile left the deleted one itself is checked
      if (context.path !== (host ?? gone.file.path)) continue;
      const older = dropped.filter(({ file }) => file === gone.file);
      if (older.length > 0 || (gone.file.layer === 'overrides' && gone.lost.length > 0)) {
        yield ofFile(context, before, gone, older);
      }
    }
  },
};

function isBroken({ layer, lockfile }: LayerFile): boolean {
  return layer !== 'base' && lockfile.syntaxProblems.length > 0;
}

function presentState({ availability }: RuleContext, repo: RepoContext): PresentState {
  const { files, config } = repo;
  return { files, basearches: config.basearches, effective: basearch => repo.effective(basearch), availability };
}

function packagesSpan({ lockfile }: RuleContext): Span {
  return lockfile.packages?.key.span ?? { start: 0, end: 0 };
}

function ofEntry(
  context: RuleContext,
  repo: RepoContext,
  before: RefSnapshot,
  override: DroppedOverride,
  all: readonly DroppedOverride[],
): Finding {
  const { entry, version, successors } = override;
  return {
    span: packagesSpan(context),
    package: entry.name,
    message: `${described(entry)} is no longer overridden: ${still(successors)}. Restore it, or wait until ${awaited(successors)}.${reasonOf(entry)}`,
    related: relatedOf(before, override),
    get fixes() {
      const title = `Restore ${entry.name} ${version.evr} as it was`;
      const own = restoring(repo, [override]);
      const fixes: Fix[] = own ? [{ title, edits: own, preferred: true }] : [];
      const others = all.filter(({ file }) => counterpart(repo.files, file) !== undefined);
      const edits = others.length > 1 ? restoring(repo, others) : undefined;
      if (edits) fixes.push({ title: `Restore all ${others.length} dropped overrides`, edits });
      return fixes;
    },
  };
}

/** "sudo 1.9.5p2-1.fc33 (fast-track)". */
function described(entry: Entry): string {
  const type = metadataText(entry, 'type');
  const text = entry.version ? `${entry.name} ${entry.version.evr}` : entry.name;
  return type === undefined ? text : `${text} (${shortened(type)})`;
}

/** Comes last: lists of problems show only how a message begins. */
function reasonOf(entry: Entry): string {
  const reason = metadataText(entry, 'reason');
  return reason === undefined ? '' : ` Its reason was: ${shortened(reason)}`;
}

/** "the base locks of x86_64 and aarch64 still have 1.9.2-1.fc33, so it is downgraded". */
function still(successors: readonly Successor[]): string {
  const bases = successors.filter(({ base }) => base !== undefined);
  const parts: string[] = [];
  for (const [evr, same] of byEvr(bases)) {
    const [lock, have] = same.length === 1 ? ['lock', 'has'] : ['locks', 'have'];
    parts.push(`the base ${lock} of ${list(same.map(({ basearch }) => basearch))} still ${have} ${evr}`);
  }
  for (const [evr, same] of byEvr(successors.filter(({ base }) => base === undefined))) {
    const arches = list(same.map(({ basearch }) => basearch));
    parts.push(`${same[0]?.candidate?.repository.id ?? 'the repository'} has only ${evr} for ${arches}`);
  }
  return `${list(parts)}, so ${bases.length > 0 ? 'it is downgraded' : 'the next build downgrades it'}`;
}

function awaited(successors: readonly Successor[]): string {
  const bases = successors.filter(({ base }) => base !== undefined).length;
  if (bases === 0) return 'the repositories have caught up';
  return bases === 1 ? 'the base lock has caught up' : 'the base locks have caught up';
}

function byEvr(successors: readonly Successor[]): Map<string, Successor[]> {
  const groups = new Map<string, Successor[]>();
  for (const successor of successors) {
    groups.set(successor.evr, [...(groups.get(successor.evr) ?? []), successor]);
  }
  return groups;
}

function relatedOf(before: RefSnapshot, { entry, version, file, successors }: DroppedOverride): RelatedPlace[] {
  const { label, commit } = before;
  const { path, lockfile } = file;
  const bases = successors.flatMap(({ basearch, evr, base }) => {
    if (!base) return [];
    const message = `${entry.name} ${evr} in the base lock of ${basearch}`;
    return [{ path: base.file.path, span: base.entry.member.key.span, message }];
  });
  const message = `${entry.name} ${version.evr} at ${label}`;
  return [{ path, span: entry.member.key.span, message, at: { label, commit, lockfile } }, ...bases];
}

/** The edits that restore entries in the files that stand for theirs; undefined where one cannot be restored. */
function restoring(repo: RepoContext, overrides: readonly DroppedOverride[]): FileEdit[] | undefined {
  const edits: FileEdit[] = [];
  for (const old of new Set(overrides.map(({ file }) => file))) {
    const file = counterpart(repo.files, old);
    const names = overrides.filter(override => override.file === old).map(({ entry }) => entry.name);
    const own = file && restoreEntries(file.lockfile, old.lockfile, names);
    if (!own) return undefined;
    edits.push({ path: file.path, edits: own });
  }
  return edits;
}

function ofFile(
  context: RuleContext,
  before: RefSnapshot,
  { file, lost }: GoneFile,
  older: readonly DroppedOverride[],
): Finding {
  const { path, lockfile, layer } = file;
  const { label, commit } = before;
  const empty = applyEdits(lockfile.text, removeEntries(lockfile, lockfile.entries));
  const span = lockfile.packages?.key.span ?? { start: 0, end: 0 };
  const count = lost.length === 1 ? 'the override of' : `its ${lost.length} overrides:`;
  const parts = [
    `${path} is gone, and with it ${count} ${some(lost.map(described))}.`,
    ...older.slice(0, SHOWN).map(({ entry, successors }) => `Of ${entry.name} ${still(successors)}.`),
    layer === 'overrides'
      ? 'ci/overrides.py cannot pin or fast-track without the file: to drop all overrides leave "packages: {}" in it.'
      : 'Restore it, or wait until the base lock has caught up.',
  ];
  const restore: Fix = {
    title: `Restore ${path} as it was`,
    edits: [],
    creates: [{ path, text: lockfile.text }],
    preferred: older.length > 0,
  };
  const makeEmpty: Fix = { title: `Make ${path} without overrides`, edits: [], creates: [{ path, text: empty }] };
  return {
    span: packagesSpan(context),
    message: parts.join(' '),
    related: [{ path, span, message: `${path} at ${label}`, at: { label, commit, lockfile } }],
    fixes: layer === 'overrides' ? [restore, makeEmpty] : [restore],
  };
}

function some(words: readonly string[]): string {
  const more = words.length - SHOWN;
  return more > 0 ? `${words.slice(0, SHOWN).join(', ')} and ${more} more` : list(words);
}
