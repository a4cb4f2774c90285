/** Names that servers give, which come to stand in lockfiles, commit messages, addresses and paths. */
import * as v from 'valibot';

/**
 * Of packages, builds, updates and releases: one word without slashes or characters that do not show. Koji takes more than RPM
 * does (`"1.1"`, a draft's `17.el6_10,draft_627`), so that nothing is said of quotes and the like: who writes or shows them escapes.
 */
const PLAIN_NAME = /^(?!\.+$)[^\s/\\\p{C}]{1,256}$/u;

export const plainName = v.pipe(v.string(), { ...v.regex(PLAIN_NAME), expects: 'a plain name' });
