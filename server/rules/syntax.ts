import type { Lockfile, Span } from '../lockfile/model';
import { lineStart } from '../lockfile/places';
import type { Rule } from './rule';

/** From `<<<<<<<` to `>>>>>>>` (or to the end, where that is gone), as git leaves them. */
const CONFLICT = /^<{7}(?: .*)?$[\s\S]*?(?:^>{7}(?: .*)?$|$(?![\s\S]))/gm;

export const syntax: Rule = {
  code: 'syntax',
  severity: 'error',
  description: 'Text that is not YAML or JSON.',
  documentation: `No reader gets anything out of a file that does not parse: rpm-ostree, the builder and the bots stop at the first
mistake. Typical causes are a commented-out key that leaves its children behind, a comma after the last member in JSON, and
a \`:\` without a blank after it. JSON lockfiles take no comments. An unresolved merge conflict is reported as such, and a line
that does not parse once: what other rules would say of it is left out. An empty file is reported by \`missing-packages\`.`,
  data: ['F'],
  *check({ lockfile, name }) {
    if (lockfile.text.trim() === '') return;
    if (lockfile.syntaxProblems.length === 0) return;
    const conflicts = conflictsIn(lockfile.text);
    for (const span of conflicts) {
      const message =
        'An unresolved merge conflict: keep one side, delete the markers. No reader can use the file until then.';
      yield { span, message };
    }
    if (conflicts.length > 0) return;
    const language = (name?.format ?? lockfile.format) === 'json' ? 'JSON' : 'YAML';
    let line = -1;
    for (const { message, span } of lockfile.syntaxProblems) {
      const start = lineStart(lockfile.text, span.start);
      if (start === line) continue;
      line = start;
      yield { span, message: `Not ${language}: ${message.replace(/\.?$/, '.')} No reader can use the file.` };
    }
  },
};

/** True for a place on a line that does not parse: what stands there is not what its author meant. */
export function isOnBrokenLine({ text, syntaxProblems }: Lockfile, offset: number): boolean {
  const start = lineStart(text, offset);
  return syntaxProblems.some(({ span }) => lineStart(text, span.start) === start);
}

function conflictsIn(text: string): Span[] {
  return [...text.matchAll(CONFLICT)].map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
}
