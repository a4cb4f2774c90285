/** What a user means by the text that names one side of a comparison: pure, nothing is asked. */
import { KOJI_TAG } from '../../config-repo/repo-settings';

export type SideSpec =
  | { readonly kind: 'worktree' }
  /** A stream's name, or any revision of git (`HEAD`, `origin/next`, `stable~3`, an id, a tag). */
  | { readonly kind: 'ref'; readonly revision: string }
  /** Of a stream's build: without `stream` of the stream that is checked out, without `id` the newest. One of them is there. */
  | { readonly kind: 'build'; readonly stream: string | undefined; readonly id: string | undefined }
  /** A Koji tag; `{releasever}` in it stands for the release version. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** Says for a human why it is none of these. */
  | { readonly kind: 'bad'; readonly message: string };

/** `40.20241019.3.0`, `418.94.202410090804-0`: a date is in it, which the name of no stream has. */
const BUILD_ID = /^\d[\w.-]*\d{6}[\w.-]*$/;
const PLAIN = /^(?!\.+$)[\w.+-]+$/;

/** Two dots stand in no name of a ref, but in a text to search for (`:/fix..`, `HEAD^{/fix..}`). */
const RANGE = /^[^:{]*\.\./;
const CONTROL = /\p{Cc}/u;
const MAX_SHOWN = 80;

export function parseSideSpec(given: string): SideSpec {
  const text = given.trim();
  if (text === 'worktree') return { kind: 'worktree' };
  if (text.startsWith('build:')) return buildSpec(text.slice('build:'.length));
  if (text.startsWith('tag:')) return tagSpec(text.slice('tag:'.length));
  if (text === '') return bad('An empty text names nothing to compare');
  if (text.startsWith('-')) return bad(`${quoted(text)} is no revision: none begins with "-"`);
  if (CONTROL.test(text)) return bad(`${quoted(text)} is no revision: a control character is in it`);
  if (RANGE.test(text)) return bad(`${quoted(text)} is a range: name its two ends one by one, as FROM and TO`);
  return { kind: 'ref', revision: text };
}

/** The text for a message, shortened. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text);
}

function buildSpec(text: string): SideSpec {
  const [first = '', second, ...more] = text.split('/');
  const parts = second === undefined ? [first] : [first, second];
  if (more.length > 0 || !parts.every(part => PLAIN.test(part))) {
    return bad(
      `${quoted(`build:${text}`)} names no build: write build:STREAM/ID, build:STREAM for its newest, or build:ID`,
    );
  }
  if (second !== undefined) return { kind: 'build', stream: first, id: second };
  return BUILD_ID.test(first)
    ? { kind: 'build', stream: undefined, id: first }
    : { kind: 'build', stream: first, id: undefined };
}

function tagSpec(tag: string): SideSpec {
  if (KOJI_TAG.test(tag)) return { kind: 'tag', tag };
  return bad(`${quoted(`tag:${tag}`)} names no Koji tag: write it like tag:f40-updates, or tag:f{releasever}-updates`);
}

function bad(message: string): SideSpec {
  return { kind: 'bad', message };
}
