import { setEvr } from '../lockfile/edits';
import type { Rule } from './rule';
import { fixHere, liveEntries } from './support';

export const zeroEpoch: Rule = {
  code: 'zero-epoch',
  severity: 'hint',
  description: 'An epoch of 0 written out.',
  documentation: `Koji gives some builds an epoch of 0 and others none; \`ci/overrides.py\` writes what Koji says (netavark's \`0:1.10.3-3.fc40\`). Readers treat both
alike, and base locks and repositories leave a 0 out. The fix drops it.`,
  data: ['F'],
  *check(context) {
    for (const entry of liveEntries(context)) {
      const { version, name } = entry;
      const match = /^0+:(?=.)/.exec(version?.evr ?? '');
      if (!version || !match) continue;
      const rest = version.evr.slice(match[0].length);
      const { start, end } = version.evrSpan;
      const exact = context.lockfile.text.slice(start, end) === version.evr;
      yield {
        span: exact ? { start, end: start + match[0].length } : version.scalar.span,
        package: name,
        message: `The epoch 0 of ${name} can go: readers treat it as none, and base locks and repositories do not write it.`,
        fixes: [
          fixHere(context, `Drop the epoch: ${rest}`, setEvr(context.lockfile, entry, rest), { preferred: true }),
        ],
        tag: 'unnecessary',
      };
    }
  },
};
