import type { Comment, Lockfile } from '../lockfile/model';
import type { Rule } from './rule';
import { isOverrides } from './support';

/** Begins the header that `ci/overrides.py` writes anew each time. */
const HEADER = 'This lockfile should be used to pin to a package version';

export const commentLost: Rule = {
  code: 'comment-lost',
  severity: 'off',
  description: "A comment that the project's bots will drop.",
  documentation: `\`ci/overrides.py\` reads the overrides, changes them and writes everything anew: of comments only its own header stays. The graduation bot does so every six
hours where something graduates. What has to last belongs into \`metadata.reason\`, or behind its link. Off by default: more than half
of all overrides files have had comments.`,
  data: ['F'],
  *check(context) {
    const { lockfile, name } = context;
    if (!isOverrides(context) || name?.format !== 'yaml') return;
    for (const { span, text } of withoutHeader(lockfile)) {
      yield {
        span,
        message: `The bots will drop this comment when they write the file${text === '' ? '' : ': put what has to last into metadata.reason'}.`,
      };
    }
  },
};

function withoutHeader({ comments, text }: Lockfile): readonly Comment[] {
  if (!comments[0]?.text.startsWith(HEADER)) return comments;
  const ends = comments.findIndex((comment, i) => {
    const next = comments[i + 1];
    return next === undefined || !/^\r?\n[ \t]*$/.test(text.slice(comment.span.end, next.span.start));
  });
  return comments.slice(ends + 1);
}
