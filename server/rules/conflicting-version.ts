import { removeMember } from '../lockfile/edits';
import { lastMember } from '../lockfile/view';
import type { Rule } from './rule';
import { fixHere } from './support';

export const conflictingVersion: Rule = {
  code: 'conflicting-version',
  severity: 'error',
  description: 'An entry with both `evr` and `evra`.',
  documentation: `rpm-ostree takes \`evr\` or \`evra\`, never both: it refuses the whole file ("data did not match any variant"). Readers in Python take
either of them. Keep \`evr\` for a package that every architecture has, \`evra: ….noarch\` for a noarch one.`,
  data: ['F'],
  *check(context) {
    for (const { name, map, version } of context.lockfile.entries) {
      if (version) continue;
      const evr = lastMember(map, 'evr');
      const evra = lastMember(map, 'evra');
      if (!evr || !evra) continue;
      const [first, second] = evr.span.start < evra.span.start ? [evr, evra] : [evra, evr];
      yield {
        span: second.key.span,
        package: name,
        message: `${name} has both evr and evra: rpm-ostree refuses the whole file. Drop one of them.`,
        related: [{ path: context.path, span: first.key.span, message: `${first.key.text} stands here` }],
        fixes: [evra, evr].map(member => {
          return fixHere(context, `Drop ${member.key.text}`, removeMember(context.lockfile, member));
        }),
      };
    }
  },
};
