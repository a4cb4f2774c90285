import type { KojiBuild } from '../koji/koji';
import { builtOverrides, isAvailable } from './built-overrides';
import { otherBuilds } from './nearby-versions';
import type { Rule } from './rule';
import { list } from './support';

export const deletedBuild: Rule = {
  code: 'deleted-build',
  severity: 'warning',
  description: 'An override of a build that Koji has deleted, or that failed or was canceled.',
  documentation: `Koji collects builds that no tag keeps: the RPMs are gone, nobody can tag them any more, and the next regeneration of the pool is without them, or fails. A pin of
an old release is what this happens to. A failed or canceled build was never shipped. The fixes move the entry to the nearest build that the
repositories, or else Bodhi, have.`,
  data: ['K'],
  supersedes: ['not-available'],
  *check(context) {
    const built = builtOverrides(context);
    if (!built) return;
    for (const { entry, version, reach, build } of built.overrides) {
      const gone = build?.kind === 'found' ? whyGone(build.build) : undefined;
      if (build?.kind !== 'found' || gone === undefined) continue;
      const copies = isAvailable(built.scope, entry, reach.basearches);
      const others = otherBuilds(built.scope, context.services?.bodhi, entry);
      const nearest = others.map(({ evr, where }) => `${evr} (${where})`);
      const advice = nearest.length > 0 ? ` Nearest: ${list(nearest)}.` : ' Move it to a build that is kept.';
      const still = copies ? ', and the copies in repositories or pool are the last' : '';
      yield {
        span: version.scalar.span,
        package: entry.name,
        message: `${build.build.nvr} ${gone}${still}.${advice}`,
        get fixes() {
          return others.flatMap(other => other.fixes());
        },
      };
    }
  },
};

function whyGone({ state }: KojiBuild): string | undefined {
  if (state === 'deleted') return 'is deleted in Koji: its RPMs are gone and cannot be tagged any more';
  if (state === 'failed') return 'failed in Koji: it has nothing that could be shipped';
  return state === 'canceled' ? 'was canceled in Koji: it has nothing that could be shipped' : undefined;
}
