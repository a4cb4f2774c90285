/** Variables of `.repo` files (dnf.conf(5), "VARIABLES"). */
import type { RepoVariables } from './repo-config';

const MAX_DEPTH = 8;

function valuesOf(variables: RepoVariables): ReadonlyMap<string, string> {
  const { releasever, basearch, arch } = variables;
  const dot = releasever.indexOf('.');
  return new Map([
    ['releasever', releasever],
    ['releasever_major', dot < 0 ? releasever : releasever.slice(0, dot)],
    ['releasever_minor', dot < 0 ? '' : releasever.slice(dot + 1)],
    ['basearch', basearch],
    ['arch', arch],
  ]);
}

/**
 * Replaces `$name`, `${name}`, `${name:-if unset or empty}` and `${name:+if set}`. As in libdnf a variable that is not
 * known stays as it stands, and `\` takes the meaning from the character after it.
 */
export function expandVariables(text: string, variables: RepoVariables): string {
  return expand(text, valuesOf(variables), 0);
}

function expand(text: string, values: ReadonlyMap<string, string>, depth: number): string {
  if (depth > MAX_DEPTH) return text;
  return text.replace(
    /\\([\\$}])|\$([A-Za-z0-9_]+)|\$\{([A-Za-z0-9_]+)(?::([-+])((?:[^{}\\$]|\\.|\$[A-Za-z0-9_]+(?![A-Za-z0-9_])|\$\{[^{}]*\})*))?\}/g,
    (whole, escaped?: string, plain?: string, braced?: string, operator?: string, word = '') => {
      if (escaped !== undefined) return escaped;
      const value = values.get(plain ?? braced ?? '');
      if (operator === '-') return value || expand(word, values, depth + 1);
      if (operator === '+') return value ? expand(word, values, depth + 1) : '';
      return value ?? whole;
    },
  );
}

/** The first variable that is still in an expanded text, with its `$`; undefined where there is none. */
export function unknownVariable(expanded: string): string | undefined {
  return /\$(?:[A-Za-z0-9_]+|\{[A-Za-z0-9_][^}]*\})/.exec(expanded)?.[0];
}
