import type { Entry, EntryVersion, Lockfile, Span } from '../lockfile/model';
import { lineEnd, lineStart } from '../lockfile/places';
import { distTag } from '../rpm/dist-tag';
import type { Rule, RuleContext } from './rule';
import { commentLinesAbove, isOverrides, liveEntries, metadataText } from './support';

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
    let locked: ReadonlySet<string> | undefined;
    for (const entry of liveEntries(context)) {
      const { version, name } = entry;
      const tag = version && distTag(version.evr);
      if (!version || tag === undefined || releaseOf(tag) === release || isDeliberate(context.lockfile, entry, tag))
        continue;
      locked ??= lockedTags(repo.files.flatMap(({ layer, lockfile }) => (layer === 'base' ? [lockfile] : [])));
      if (locked.has(tag)) continue;
      yield {
        span: placeOf(context, version, tag),
        package: name,
        message: `${name} ${version.evr} is built for ${tag}, but the release here is ${repo.config.releasever}: take the build for this release, or say in the reason why it has to be ${tag}.`,
      };
    }
  },
};

function releaseOf(tag: string): number {
  return Number(tag.replace(/^\D+/, ''));
}

function isDeliberate(lockfile: Lockfile, entry: Entry, tag: string): boolean {
  const reason = metadataText(entry, 'reason');
  if (reason !== undefined && metadataText(entry, 'type') === 'pin') return true;
  const release = releaseOf(tag);
  const named = new RegExp(`\\b(?:${tag}|f${release}|fedora[ -]?(?:linux )?${release})\\b`, 'i');
  return [reason ?? '', ...commentsAt(lockfile, entry.member.span)].some(said => named.test(said));
}

/** Texts of the comments on the lines of an entry and right above it. */
function commentsAt({ comments, text }: Lockfile, { start, end }: Span): string[] {
  const from = commentLinesAbove(text, start).at(-1) ?? lineStart(text, start);
  const to = lineEnd(text, end);
  return comments.filter(({ span }) => span.start >= from && span.start < to).map(comment => comment.text);
}

/** The dist tag that most packages of a base lock have, of each base lock. */
function lockedTags(locks: readonly Lockfile[]): Set<string> {
  return new Set(locks.map(prevalent).filter(tag => tag !== undefined));
}

function prevalent({ byName }: Lockfile): string | undefined {
  const counts = new Map<string, number>();
  for (const { version } of byName.values()) {
    const tag = version && distTag(version.evr);
    if (tag !== undefined) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** The tag alone where the version stands in the text as it is. */
function placeOf({ lockfile }: RuleContext, { evr, evrSpan, scalar }: EntryVersion, tag: string): Span {
  if (lockfile.text.slice(evrSpan.start, evrSpan.end) !== evr) return scalar.span;
  const start = evrSpan.start + evr.lastIndexOf(`.${tag}`) + 1;
  return { start, end: start + tag.length };
}
