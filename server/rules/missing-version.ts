import { lastMember, resolveAlias } from '../lockfile/view';
import type { Rule } from './rule';
import { list } from './support';

export const missingVersion: Rule = {
  code: 'missing-version',
  severity: 'error',
  description: 'An entry with neither `evr` nor `evra`.',
  documentation: `An entry locks its package by \`evr\` (any architecture) or \`evra\` (one architecture or noarch). Without either, or with one that
has no value, rpm-ostree refuses the whole file ("data did not match any variant") and the builder crashes.`,
  data: ['F'],
  *check({ lockfile }) {
    for (const { name, member, map, version } of lockfile.entries) {
      if (version) continue;
      const value = resolveAlias(member.value);
      const entry = map ?? (value?.kind === 'map' ? value : undefined);
      const consequence = 'rpm-ostree refuses the whole file. Give it "evr: VERSION-RELEASE".';
      if (!entry) {
        yield {
          span: member.key.span,
          package: name,
          message: `The entry of ${name} is no map with a version: ${consequence}`,
        };
        continue;
      }
      const versions = [lastMember(entry, 'evr'), lastMember(entry, 'evra')].filter(found => found !== undefined);
      if (versions.length === 0) {
        yield { span: member.key.span, package: name, message: `${name} has neither evr nor evra: ${consequence}` };
      } else if (versions.every(found => resolveAlias(found.value)?.kind !== 'scalar')) {
        const keys = versions.map(found => found.key.text);
        const span = versions[0]?.span ?? member.key.span;
        yield { span, package: name, message: `${list(keys)} of ${name} has no text as value: ${consequence}` };
      }
    }
  },
};
