import { builtOverrides, poolTags } from './built-overrides';
import type { Rule } from './rule';
import { list } from './support';

export const unsigned: Rule = {
  code: 'unsigned',
  severity: 'warning',
  description: 'An override of an RPM that has no signed copy.',
  documentation: `A package in the pool without a signature gets into the image as it is, and whoever layers from there is refused by \`gpgcheck\`. Reported for builds that have the
pool's tag: one on its way there is signed by that way, and in the signing tag it is info. The message names the architectures
concerned; tagging the build into the signing tag again has it signed.`,
  data: ['K'],
  *check(context) {
    const built = builtOverrides(context);
    const tags = poolTags(context);
    if (!built || !tags) return;
    const { koji } = built;
    for (const { entry, version, build } of built.overrides) {
      if (build?.kind !== 'found' || build.build.state !== 'complete') continue;
      const known = koji.tags(build.build.id)?.value ?? [];
      const pooled = known.includes(tags.pool);
      const bare = [...build.rpms].filter(([, rpm]) => koji.signatures(rpm.id)?.value?.length === 0);
      if (bare.length === 0 || !(pooled || known.includes(tags.signing))) continue;
      const { nvr } = build.build;
      const what = `${entry.name} ${version.evr} has no signed copy for ${list(bare.map(([basearch]) => basearch))}`;
      yield {
        span: version.scalar.span,
        package: entry.name,
        message: pooled
          ? `${what}, though ${nvr} is in ${tags.pool}: the image would ship it unsigned. Have the build tagged into ${tags.signing} again.`
          : `${what} yet: ${nvr} waits for its signature in ${tags.signing}.`,
        ...(pooled ? {} : { severity: 'info' }),
      };
    }
  },
};
