import type { FileScope, Reach } from '../operations/reach';
import {
  type BuiltOverride,
  builtOverrides,
  hasEpochOf,
  isAvailable,
  type PoolTags,
  poolTags,
} from './built-overrides';
import type { Rule, RuleContext } from './rule';

/** coreos-koji-tagger waits an hour and a half for a build to be signed and in the pool. */
const TAGGER_TIME = 2 * 60 * 60 * 1000;

export const notTagged: Rule = {
  code: 'not-tagged',
  severity: 'warning',
  description: "An override of a build that has not the pool's tag, and what the tagger would do.",
  documentation: `The pool keeps what the lockfiles name. coreos-koji-tagger acts on the push to a stream's branch: a build that has not the pool's tag it puts through the signing tag
(\`f40-coreos-signing-pending\`) into the pool; on a stream without base locks it goes by the lockfile that a build generates. The message says which of that is
still to come. It is info until the entry has been on the remote's branch for longer than the tagger takes, and a warning from then on: something keeps the
build out of the pool, and it is gone from the repositories with the next update. What the remote's branch has is read from the
remote-tracking branch, without asking the remote.

Silent about what the repositories or the pool have, where the manifest has no pool, and on streams that nobody tags for. \`koji-tags\` in
\`.manifest-lock.yaml\` names other tags. What only follows from this (\`not-available\`, \`unsigned\`) is not told besides.`,
  data: ['K'],
  supersedes: ['not-available', 'unsigned'],
  *check(context) {
    const built = builtOverrides(context);
    const tags = poolTags(context);
    if (!built || !tags) return;
    const { koji, scope } = built;
    for (const override of built.overrides) {
      const { entry, version, reach, build } = override;
      if (build?.kind !== 'found' || build.build.state !== 'complete' || !hasEpochOf(build, version)) continue;
      const known = koji.tags(build.build.id)?.value;
      if (!known || known.includes(tags.pool) || isAvailable(scope, entry, reach.basearches)) continue;
      const label = overdueOn(context, override);
      yield {
        span: version.scalar.span,
        package: entry.name,
        message: `${build.build.nvr} ${stateText(tags, known.includes(tags.signing), label, hasBaseLocks(scope, reach))}`,
        ...(label === undefined ? { severity: 'info' } : {}),
      };
    }
  },
};

/** The label of the remote's branch that has had the entry for longer than the tagger takes. */
function overdueOn({ repo, now }: RuleContext, { entry, version, reach }: BuiltOverride): string | undefined {
  const pushed = repo?.branches?.pushed;
  if (!pushed || now - pushed.committed * 1000 < TAGGER_TIME || !hasBaseLocks(pushed, reach)) return undefined;
  const there = reach.basearches.some(arch => {
    const other = pushed.effective(arch).get(entry.name);
    return other?.file.layer !== 'base' && other?.version?.evr === version.evr;
  });
  return there ? pushed.label : undefined;
}

/** Where no basearch has one (rawhide, branched) the tagger goes by what a build generates. */
function hasBaseLocks({ files }: Pick<FileScope, 'files'>, { basearches }: Reach): boolean {
  return files.some(({ layer, arch }) => layer === 'base' && arch !== undefined && basearches.includes(arch));
}

function stateText(tags: PoolTags, waiting: boolean, overdue: string | undefined, locked: boolean): string {
  const { pool, signing, stream, branch } = tags;
  if (waiting) {
    return overdue === undefined
      ? `waits for its signature in ${signing}, and gets into ${pool} after that.`
      : `is on ${overdue}, but still waits for its signature in ${signing}: until it is in ${pool} no build can rely on it. Ask release engineering for the signature.`;
  }
  if (overdue !== undefined) {
    return `is on ${overdue}, but not in ${pool}: coreos-koji-tagger did not take it, and no build can rely on it. Have it tagged into ${signing}.`;
  }
  return locked
    ? `is not in ${pool} yet: on the push to ${branch} coreos-koji-tagger puts it there through ${signing}.`
    : `is not in ${pool}: for ${stream} coreos-koji-tagger goes by the lockfile of a finished build. Have it tagged into ${signing} if no repository has it.`;
}
