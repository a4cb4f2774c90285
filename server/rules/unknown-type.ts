import { replaceScalar } from '../lockfile/edits';
import { resolveAlias } from '../lockfile/view';
import type { Rule } from './rule';
import { fixHere, isOverrides, liveEntries, nearest } from './support';

export const TYPES: readonly string[] = ['pin', 'fast-track'];

export const unknownType: Rule = {
  code: 'unknown-type',
  severity: 'warning',
  description: 'A `metadata.type` other than pin or fast-track.',
  documentation: `The bots know two types: a \`fast-track\` is dropped as soon as the stable repositories have it, a \`pin\` stays until someone takes
it out. Any other type is never graduated and not known to be a pin either.`,
  data: ['F'],
  *check(context) {
    if (!isOverrides(context)) return;
    for (const { name, metadata } of liveEntries(context)) {
      const member = metadata.get('type');
      const value = resolveAlias(member?.value);
      if (!member || value === undefined) continue;
      const text = value.kind === 'scalar' ? value.text : undefined;
      // nothing written is a missing type
      if (text === '' || (value.kind === 'scalar' && value.yaml12 === 'null')) continue;
      if (text !== undefined && TYPES.includes(text)) continue;
      const near = text === undefined ? undefined : nearest(text.replaceAll(/[ _]/g, '-'), TYPES, 3);
      const scalar = member.value?.kind === 'scalar' ? member.value : undefined;
      yield {
        span: member.value?.span ?? member.key.span,
        package: name,
        message: `${name} has the type ${text === undefined ? 'of no text' : `"${text}"`}: the tools know pin and fast-track only.`,
        fixes: scalar
          ? (near === undefined ? TYPES : [near]).map(type => {
              const edits = replaceScalar(context.lockfile, scalar, type);
              return fixHere(context, `Make it a ${type}`, edits, { preferred: type === near });
            })
          : [],
      };
    }
  },
};
