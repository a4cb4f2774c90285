/** The lines that a promotion does not take over as the source has them (promote-config.sh of fedora-coreos-releng-automation). */

/** A text with some lines changed. */
export interface AdaptedText {
  readonly text: string;
  /** The changed lines as they are now, without indentation and line break; empty: nothing was changed. */
  readonly lines: readonly string[];
}

/** In build-args.conf: what makes the stream itself. */
export const OWN_ARGUMENTS = ['STREAM', 'DESCRIPTION'] as const;

export type OwnArgument = (typeof OWN_ARGUMENTS)[number];

/** The line that sets an argument, without its line break; the last of several counts. Undefined where there is none. */
export function argumentLine(text: string, argument: OwnArgument): string | undefined {
  return text.split('\n').findLast(line => line.startsWith(`${argument}=`));
}

/** Every line that sets one of the arguments is the one of `own` that sets it. */
export function withOwnArguments(text: string, own: Readonly<Partial<Record<OwnArgument, string>>>): AdaptedText {
  return changedLines(text, line => {
    const argument = OWN_ARGUMENTS.find(name => line.startsWith(`${name}=`));
    return (argument === undefined ? undefined : own[argument]) ?? line;
  });
}

// as `s/^(\s+)((snooze:|warn:)\s+.*)/\1# \2 (disabled on promotion)/` of GNU sed in the C locale: a carriage return is a blank
const SNOOZE = /^([ \t\r\f\v]+)((?:snooze|warn):[ \t\r\f\v].*)$/s;

/** The tests that kola runs do not change with the date on a production stream: snoozes and warnings become comments. */
export function withoutSnoozes(text: string): AdaptedText {
  return changedLines(text, line => line.replace(SNOOZE, '$1# $2 (disabled on promotion)'));
}

function changedLines(text: string, change: (line: string) => string): AdaptedText {
  const before = text.split('\n');
  const after = before.map(change);
  const changed = after.filter((line, i) => line !== before[i]);
  return { text: after.join('\n'), lines: changed.map(line => line.trim()) };
}
