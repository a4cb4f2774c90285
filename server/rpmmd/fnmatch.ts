/** Shell globs as fnmatch(3) with no flags, which is what libdnf matches package names and versions with. */

export const hasGlob = (pattern: string): boolean => /[*?[]/.test(pattern);

/** `*`, `?`, `[a-z]`, `[!a]` and `\`; `/` and leading dots are ordinary characters, braces too. */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (!hasGlob(pattern) && !pattern.includes('\\')) return text => text === pattern;
  const expression = new RegExp(`^${toRegExp(pattern)}$`, 'su');
  return text => expression.test(text);
}

function toRegExp(pattern: string): string {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === '*') {
      // several in a row are one, and would be slow to try
      if (!source.endsWith('.*')) source += '.*';
    } else if (c === '?') {
      source += '.';
    } else if (c === '[') {
      const end = bracketEnd(pattern, i);
      if (end < 0) source += '\\[';
      else {
        source += bracket(pattern.slice(i + 1, end));
        i = end;
      }
    } else if (c === '\\' && i + 1 < pattern.length) {
      source += literal(pattern.charAt(++i));
    } else {
      source += literal(c);
    }
  }
  return source;
}

/** Index of the `]` that ends the bracket expression; a `]` that comes first belongs to it. */
function bracketEnd(pattern: string, start: number): number {
  let from = start + 1;
  if (pattern[from] === '!' || pattern[from] === '^') from++;
  return pattern.indexOf(']', from + 1);
}

function bracket(content: string): string {
  const negated = content.startsWith('!') || content.startsWith('^');
  const set = negated ? content.slice(1) : content;
  const escaped = set.replace(/[\\\]^[]/g, '\\$&');
  try {
    new RegExp(`[${escaped}]`, 'u');
  } catch {
    return '(?!)'; // `[z-a]` matches nothing
  }
  return `[${negated ? '^' : ''}${escaped}]`;
}

function literal(c: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? `\\${c}` : c;
}
