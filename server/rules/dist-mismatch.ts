import type { Entry, EntryVersion, Lockfile, Span } from '../lockfile/model';
import { lineStart } from '../lockfile/places';
import type { Rule, RuleContext } from './rule';
import { isOverrides, liveEntries, metadataText } from './support';

export const distMismatch: Rule = {
  code: 'dist-mismatch',
  severity: 'warning',
  description: "An override whose dist tag is not that of the repository's release.",
  documentation: `A build of another Fedora release is usually a copied version of the wrong branch, or a fast-track that stayed behind when the stream moved to the next release:
\`ci/overrides.py\` refuses it unless told otherwise. The release is \`VERSION\` of build-args.conf or \`releasever\` of the manifest; where most of the base locks are of
another one (a promotion that brings a new release before the manifest says so), that one counts as well. Versions without a dist tag are not reported.

Deliberate mismatches are silent: a \`pin\` with a reason, and an entry whose reason or comment names the other release (\`fc41\`, \`f41\`,
\`Fedora 41\`).`,
  data: ['R'],
  *check(context) {
    const { repo } = context;
    const release = Number.parseInt(repo?.config.releasever ?? '', 10);
    if (!repo || !isOverrides(context) || Number.isNaN(release)) return;
    let locked: ReadonlySet<number> | undefined;
    for (const entry of liveEntries(context)) {
      const { version, name } = entry;
      const tag = version && distTag(version);
      if (!version || !tag || tag.release === release || isDeliberate(context.lockfile, entry, tag)) continue;
      locked ??= lockedReleases(repo.files.flatMap(({ layer, lockfile }) => (layer === 'base' ? [lockfile] : [])));
      if (locked.has(tag.release)) continue;
      yield {
        span: placeOf(context, version, tag),
        package: name,
        message: `${name} ${version.evr} is built for ${tag.text}, but the release here is ${repo.config.releasever}: take the build for this release, or say in the reason why it has to be ${tag.text}.`,
      };
    }
  },
};

interface DistTag {
  /** `fc41`. */
  readonly text: string;
  readonly release: number;
  /** Where it ends, counted from the end of the EVR. */
  readonly tail: number;
}

// of RHEL's minor releases (el9_4) the major one counts
const TAG = /\.((?:fc|el)(\d+))(?:_\d+)?(?![0-9A-Za-z])/g;

function distTag({ evr }: Pick<EntryVersion, 'evr'>): DistTag | undefined {
  const dash = evr.lastIndexOf('-');
  const match = dash < 0 ? undefined : [...evr.slice(dash).matchAll(TAG)].at(-1);
  if (!match) return undefined;
  const [, text = '', release = ''] = match;
  return { text, release: Number(release), tail: evr.length - dash - match.index - 1 - text.length };
}

function isDeliberate(lockfile: Lockfile, entry: Entry, { text, release }: DistTag): boolean {
  const reason = metadataText(entry, 'reason');
  if (reason !== undefined && metadataText(entry, 'type') === 'pin') return true;
  const named = new RegExp(`\\b(?:${text}|f${release}|fedora[ -]?(?:linux )?${release})\\b`, 'i');
  return [reason ?? '', ...commentsAt(lockfile, entry.member.span)].some(said => named.test(said));
}

/** Texts of the comments inside an entry and right above it. */
function commentsAt({ comments, text }: Lockfile, { start, end }: Span): string[] {
  const found: string[] = [];
  let above = lineStart(text, start);
  for (const comment of comments.toReversed()) {
    const { span } = comment;
    if (span.start >= above && span.start < end) found.push(comment.text);
    const line = lineStart(text, span.start);
    if (span.end < above && text.slice(span.end, above).trim() === '' && text.slice(line, span.start).trim() === '') {
      if (text.slice(span.end, above).split('\n').length > 2) continue;
      found.push(comment.text);
      above = line;
    }
  }
  return found;
}

/** The release that most packages of a base lock are built for, of each base lock. */
function lockedReleases(locks: readonly Lockfile[]): Set<number> {
  return new Set(locks.map(prevalent).filter(release => release !== undefined));
}

function prevalent({ byName }: Lockfile): number | undefined {
  const counts = new Map<number, number>();
  for (const { version } of byName.values()) {
    const release = version && distTag(version)?.release;
    if (release !== undefined) counts.set(release, (counts.get(release) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The tag alone where the version stands in the text as it is. */
function placeOf({ lockfile }: RuleContext, { evr, evrSpan, scalar }: EntryVersion, tag: DistTag): Span {
  if (lockfile.text.slice(evrSpan.start, evrSpan.end) !== evr) return scalar.span;
  const end = evrSpan.end - tag.tail;
  return { start: end - tag.text.length, end };
}
