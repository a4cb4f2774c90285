/** Shell globs as fnmatch(3) with no flags, which is what libdnf matches package names and versions with. */

export const hasGlob = (pattern: string): boolean => /[*?[]/.test(pattern);

/** What one place of a pattern stands for: any run of characters, or one character. */
type Token = '*' | ((character: string) => boolean);

/**
 * `*`, `?`, `[a-z]`, `[!a]` and `\`; `/` and leading dots are ordinary characters, braces too. Time is at most the product
 * of both lengths: as a regular expression a pattern of many stars would take longer than anyone waits.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (!hasGlob(pattern) && !pattern.includes('\\')) return text => text === pattern;
  const tokens = tokensOf(pattern);
  return text => matches(tokens, [...text]);
}

/** Only the last star is ever tried again: what an earlier one takes, the last could take as well. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === '*') {
      star = token++;
      resume = at;
    } else if (wanted?.(text[at] ?? '')) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (tokens[token] === '*') token++;
  return token === tokens.length;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const c = characters[i] ?? '';
    const end = c === '[' ? bracketEnd(characters, i) : -1;
    if (c === '*') tokens.push('*');
    else if (c === '?') tokens.push(() => true);
    else if (end >= 0) {
      tokens.push(bracket(characters.slice(i + 1, end).join('')));
      i = end;
    } else {
      const literal = c === '\\' && i + 1 < characters.length ? characters[++i] : c;
      tokens.push(character => character === literal);
    }
  }
  return tokens;
}

/** Index of the `]` that ends the bracket expression; a `]` that comes first belongs to it. */
function bracketEnd(pattern: readonly string[], start: number): number {
  let from = start + 1;
  if (pattern[from] === '!' || pattern[from] === '^') from++;
  return pattern.indexOf(']', from + 1);
}

function bracket(content: string): (character: string) => boolean {
  const negated = content.startsWith('!') || content.startsWith('^');
  const set = negated ? content.slice(1) : content;
  const escaped = set.replace(/[\\\]^[]/g, '\\$&');
  try {
    const expression = new RegExp(`^[${negated ? '^' : ''}${escaped}]$`, 'su');
    return character => expression.test(character);
  } catch {
    return () => false; // `[z-a]` matches nothing
  }
}
