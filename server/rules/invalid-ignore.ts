import type { TextEdit } from '../lockfile/model';
import { type IgnoreComment, ignoreComments, NEVER_SILENCED } from './ignores';
import type { Finding, Fix, Rule, RuleContext } from './rule';
import { fixHere, nearest } from './support';

const FORM = '# manifest-lock: ignore CODE reason';

/** `codes` gives the codes of all rules; asked for at the first comment, since this rule is one of them. */
export const invalidIgnore = (codes: () => readonly string[]): Rule => ({
  code: 'invalid-ignore',
  severity: 'warning',
  description: 'A comment that is meant to silence a finding and does not.',
  documentation: `A comment \`${FORM}\` silences the findings of one rule (or of several, \`CODE,CODE\`) on its own line, on the line below it,
and, where it stands on or above the key of an entry, in the whole entry. It needs a reason, which is for those who come after: without one,
with a code that no rule has, or written in another way it silences nothing. \`syntax\` and \`internal-error\` cannot be silenced. JSON has no
comments: there, and for whole files, it is the \`ignore\` list of \`.manifest-lock.yaml\`. The fix renames the code to the one it resembles, or
writes the comment in the form that counts. Mind that the project's bots drop comments in overrides (\`comment-lost\`).`,
  data: ['F'],
  *check(context) {
    for (const ignore of ignoreComments(context.lockfile)) yield* findingsOf(context, ignore, codes());
  },
});

function* findingsOf(context: RuleContext, ignore: IgnoreComment, known: readonly string[]): Iterable<Finding> {
  const { comment, codes, reason, wellFormed, head } = ignore;
  if (!wellFormed) {
    const meant = codes.some(({ code }) => known.includes(code));
    yield {
      span: head,
      message: `This comment silences nothing: it has to read "${FORM}".`,
      fixes: meant ? [replace(context, 'Write it as "manifest-lock: ignore"', head, 'manifest-lock: ignore')] : [],
    };
    return;
  }
  if (codes.length === 0) {
    yield {
      span: comment.span,
      message: `This comment silences nothing: it names no rule. It has to read "${FORM}".`,
    };
    return;
  }
  for (const { code, span } of codes) {
    if (NEVER_SILENCED.has(code)) {
      yield { span, message: `${code} cannot be silenced: mend what it reports.` };
    } else if (!known.includes(code)) {
      const near = nearest(code, known);
      const hint = near === undefined ? '' : ` Is ${near} meant?`;
      yield {
        span,
        message: `There is no rule ${code}: this silences nothing.${hint}`,
        fixes: near === undefined ? [] : [replace(context, `Rename it to ${near}`, span, near)],
      };
    }
  }
  if (reason === '') {
    yield {
      span: comment.span,
      message:
        'This comment silences nothing: it gives no reason. Say behind the code why the finding is to be ignored.',
    };
  }
}

function replace(context: RuleContext, title: string, span: TextEdit['span'], newText: string): Fix {
  return fixHere(context, title, [{ span, newText }], { preferred: true });
}
