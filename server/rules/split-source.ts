import type { NewEntry } from '../lockfile/edits';
import { setEvr } from '../lockfile/edits';
import type { TextEdit } from '../lockfile/model';
import { type Addition, addToOverrides } from '../operations/add-to-overrides';
import { baseEntry, type FileScope } from '../operations/reach';
import { remembering } from '../operations/remember';
import { type LeftBehind, type SplitSource, splitSources } from '../operations/split-sources';
import type { Fix, Rule } from './rule';
import { isOverrides, list, metadataText, scopeOf } from './support';

const NAMED = 4;

export const splitSource: Rule = {
  code: 'split-source',
  severity: 'warning',
  description: 'An override moves some packages of a source package and leaves others at another version.',
  documentation: `The packages of one build belong together: where an override moves some of them and the base lock keeps the others, the image mixes two builds, or the build
fails because they require each other at one version. Which packages a build has is known from the repositories' metadata, or from Koji, else from
\`metadata.sourcerpm\` in the base locks; of base locks that have none, packages of the same version count of which one's name begins with the
other's. A build without a package leaves none behind: of pins that go back only the metadata or Koji can tell, and nothing is said without them.

The fix adds what was left behind with the metadata of the entry that was moved, in the file of all architectures where all lock the package, else in those
of the architectures that do. A package with a version of its own (device-mapper of lvm2) is added only where the metadata or Koji says which.
A fast-track that the base lock has passed is not reported here: it wants to be dropped (\`graduated\`).`,
  data: ['R', 'M', 'K'],
  *check(context) {
    const here = scopeOf(context);
    const { repo } = context;
    if (!here || !repo || !isOverrides(context)) return;
    const scope = remembering(here);
    for (const split of splitSources(scope, basearch => repo.effective(basearch), context.services?.koji)) {
      const { leader, left, certain } = split;
      const { entry, version } = leader;
      const places = left.filter((one, index) => left.findIndex(({ name }) => name === one.name) === index);
      yield {
        span: entry.member.key.span,
        package: entry.name,
        message: `${entry.name} is moved to ${version.evr}, but ${stays(left)}: the image would mix two builds of ${split.source}. Move them together${certain ? '' : ', as far as that build has them'}.`,
        related: places.slice(0, NAMED).map(one => ({
          path: one.file.path,
          span: one.version.scalar.span,
          message: `${one.name} stays at ${one.version.evr}`,
        })),
        get fixes() {
          return fixesOf(scope, split);
        },
      };
    }
  },
};

/** "qed-firmware stays at 20240811-2.fc41 (base locks of x86_64 and aarch64)". */
function stays(left: readonly LeftBehind[]): string {
  const evrs = new Map<string, Set<string>>();
  for (const { name, version } of left) evrs.set(version.evr, (evrs.get(version.evr) ?? new Set()).add(name));
  const parts = [...evrs].map(([evr, names]) => {
    const some = [...names].slice(0, NAMED);
    const more = names.size - some.length;
    const named = more > 0 ? `${some.join(', ')} and ${more} more` : list(some);
    return `${named} ${names.size === 1 ? 'stays' : 'stay'} at ${evr}`;
  });
  const basearches = [...new Set(left.map(({ basearch }) => basearch))];
  const where = left.every(({ file }) => file.layer === 'base')
    ? ` (base ${basearches.length === 1 ? 'lock' : 'locks'} of ${list(basearches)})`
    : '';
  return `${list(parts)}${where}`;
}

function fixesOf(scope: FileScope, { leader, left }: SplitSource): Fix[] {
  const additions = new Map<string, Addition>();
  const changes = new Map<string, Map<string, readonly TextEdit[]>>();
  const evrs = new Map<string, string>();
  for (const one of left) {
    const { name, to, file } = one;
    if (to === undefined) continue;
    evrs.set(name, to);
    if (file.layer === 'base') {
      const arch = archOf(scope, one);
      additions.set(JSON.stringify([name, arch]), {
        name,
        arch,
        entry: newEntry(leader, one, { arch, own: scope.file.arch !== undefined }, to),
      });
    } else {
      const own = changes.get(file.path) ?? new Map<string, readonly TextEdit[]>();
      changes.set(file.path, own.set(name, setEvr(file.lockfile, one.entry, to)));
    }
  }
  const added = addToOverrides(scope.files, scope.file, [...additions.values()]);
  if (evrs.size === 0 || !added) return [];
  for (const { path, edits } of added.edits) {
    changes.set(path, (changes.get(path) ?? new Map()).set('', edits));
  }
  const names = [...evrs.keys()];
  const what = names.length > NAMED ? `the ${names.length} packages left behind` : list(names);
  const [evr, ...others] = new Set(evrs.values());
  const one = others.length === 0;
  return [
    {
      title: additions.size > 0 ? `Add ${what}${one ? ` at ${evr}` : ''}` : `Move ${what}${one ? ` to ${evr}` : ''}`,
      edits: [...changes].map(([path, edits]) => ({ path, edits: [...edits.values()].flat() })),
      ...(added.creates.length > 0 ? { creates: added.creates } : {}),
      preferred: left.every(({ name }) => evrs.has(name)),
    },
  ];
}

/** Where the entry goes: the leader's file, but what not every basearch locks has no place in the common one. */
function archOf(scope: FileScope, { name, basearch }: LeftBehind): string | undefined {
  if (scope.file.arch !== undefined) return scope.file.arch;
  const everywhere = scope.basearches.every(other => baseEntry(scope, name, other) !== undefined);
  return everywhere ? undefined : basearch;
}

/** With the leader's metadata, and in its form; beside a leader of the common file an arch file names its arch, since coreos-koji-tagger takes an `evr` for all. */
function newEntry(
  { entry, version }: SplitSource['leader'],
  one: LeftBehind,
  { arch, own }: { readonly arch: string | undefined; readonly own: boolean },
  evr: string,
): NewEntry {
  const metadata = Object.fromEntries(
    [...entry.metadata.keys()].flatMap(key => {
      const text = metadataText(entry, key);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
  if (one.noarch) return { evra: `${evr}.noarch`, metadata };
  const named = arch !== undefined && (!own || version.key === 'evra');
  return named ? { evra: `${evr}.${arch}`, metadata } : { evr, metadata };
}
