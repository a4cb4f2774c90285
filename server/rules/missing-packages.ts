import { setPackagesEmpty } from '../lockfile/edits';
import type { Lockfile, Span } from '../lockfile/model';
import { resolveAlias } from '../lockfile/view';
import type { Rule } from './rule';
import { fixHere } from './support';

export const missingPackages: Rule = {
  code: 'missing-packages',
  severity: 'error',
  description: '`packages` is missing, null or a list, or the file is empty.',
  documentation: `A lockfile without a \`packages\` map is refused by rpm-ostree ("Key 'packages' not found") and makes the builder and
\`ci/overrides.py\` crash. It happens when the last override is taken out by hand and \`packages:\` is left behind with nothing
under it. A file that locks nothing says \`packages: {}\`: the fix writes that, unless there is something in the list that
it would throw away.`,
  data: ['F'],
  *check(context) {
    const { lockfile } = context;
    const empty = lockfile.text.trim() === '';
    // a text that does not parse may well have them
    if (!empty && lockfile.syntaxProblems.length > 0) return;
    const problem = diagnose(lockfile);
    if (!problem) return;
    yield {
      span: problem.span,
      message: `${problem.what}: rpm-ostree refuses the file and the builder crashes on it. ${
        problem.fixable ? 'A file that locks nothing says "packages: {}".' : 'It has to map package names to versions.'
      }`,
      fixes: problem.fixable
        ? [fixHere(context, 'Write "packages: {}"', setPackagesEmpty(lockfile), { preferred: true, fixAll: true })]
        : [],
    };
  },
};

function diagnose({ root, packages, text }: Lockfile): { what: string; span: Span; fixable: boolean } | undefined {
  const start: Span = { start: 0, end: firstLineEnd(text) };
  if (root === undefined) return { what: 'The file has no "packages"', span: start, fixable: true };
  if (root.kind !== 'map') {
    const fixable = root.kind === 'scalar' && root.yaml12 === 'null';
    return { what: 'The file is no map with "packages"', span: fixable ? root.span : start, fixable };
  }
  if (!packages) {
    const first = root.members[0]?.key.span ?? root.span;
    return { what: 'The file has no "packages"', span: first, fixable: true };
  }
  const value = resolveAlias(packages.value);
  if (value?.kind === 'map') return undefined;
  if (value === undefined || (value.kind === 'scalar' && value.yaml12 === 'null')) {
    return { what: '"packages" is null', span: packages.span, fixable: true };
  }
  if (value.kind === 'sequence') {
    const fixable = value.items.length === 0;
    return { what: '"packages" is a list', span: fixable ? packages.span : packages.key.span, fixable };
  }
  return { what: '"packages" is no map', span: packages.span, fixable: false };
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}
