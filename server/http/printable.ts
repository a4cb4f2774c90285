/** Text of servers and repositories on its way to a terminal or a log. */

// C0, DEL and C1 (terminals act on them), line separators, and what turns the direction of writing round
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** On one line, with control and bidirectional format characters as `\uXXXX`: nothing of it moves a cursor or hides text. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
