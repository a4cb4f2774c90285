import { quoteScalar } from '../lockfile/edits';
import type { ScalarNode } from '../lockfile/model';
import type { Rule } from './rule';
import { fixHere } from './support';

const WHAT = { number: 'a number', boolean: 'a boolean', null: 'null', date: 'a date', string: 'text' } as const;

export const versionNotString: Rule = {
  code: 'version-not-string',
  severity: 'error',
  description: 'A version that a YAML 1.1 or 1.2 reader takes for a number, date, boolean or null.',
  documentation: `\`evr: 1.10\` is the number 1.1 to every reader, \`1:30\` is 90 and \`2024-10-20\` a date to those in Python (YAML 1.1) while rpm-ostree
(YAML 1.2) sees text. rpm-ostree refuses a version that is not text; the Python tools read or write another version. The
fix puts quotes around what stands there.`,
  data: ['F'],
  *check(context) {
    for (const { name, version } of context.lockfile.entries) {
      if (!version) continue;
      const { scalar, key } = version;
      if (!isNoString(scalar)) continue;
      const fixable = scalar.yaml11 !== 'null' && scalar.yaml12 !== 'null';
      yield {
        span: scalar.span,
        package: name,
        message: `${key} of ${name} is ${described(scalar, context.lockfile.format === 'json')}. ${
          fixable ? 'Put quotes around it.' : 'Give it a version.'
        }`,
        fixes: fixable
          ? [fixHere(context, 'Quote it', quoteScalar(context.lockfile, scalar), { preferred: true, fixAll: true })]
          : [],
      };
    }
  },
};

/** True where some reader does not get the text that stands there. */
export function isNoString(scalar: ScalarNode): boolean {
  return scalar.yaml11 !== 'string' || scalar.yaml12 !== 'string';
}

function described({ text, yaml11, yaml12 }: ScalarNode, json: boolean): string {
  const refused = 'rpm-ostree refuses the whole file';
  if (json || yaml11 === yaml12) return `${WHAT[yaml12]} (${text || 'nothing'}), not text: ${refused}`;
  if (yaml11 === 'string') return `${WHAT[yaml12]} (${text}) to YAML 1.2 readers, not text: ${refused}`;
  const other = yaml12 === 'string' ? 'text to rpm-ostree' : `${WHAT[yaml12]} to rpm-ostree`;
  return `${WHAT[yaml11]} (${text}) to the Python tools, which read YAML 1.1, and ${other}`;
}
