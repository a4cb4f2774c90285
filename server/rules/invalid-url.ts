import { replaceScalar } from '../lockfile/edits';
import { resolveAlias } from '../lockfile/view';
import { ALIAS, updateAlias } from '../services/entry-update';
import type { Finding, Fix, Rule, RuleContext } from './rule';
import { fixHere, isOverrides, liveEntries } from './support';

export const invalidUrl: Rule = {
  code: 'invalid-url',
  severity: 'warning',
  description: '`reason` or `bodhi` is not an http(s) URL, or `bodhi` not a Bodhi update.',
  documentation: `\`reason\` and \`bodhi\` are links that people and tools follow: \`ci/overrides.py\` refuses a reason that is no http(s) URL, and takes the last part of the
Bodhi link for the update, so that a trailing slash, \`#…\` or \`?…\` is an update that does not exist. A Bodhi link looks like
\`https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638\`. The fix completes a bare alias, adds a missing \`https://\`, or cuts
what follows the update.`,
  data: ['F'],
  *check(context) {
    if (!isOverrides(context)) return;
    for (const { name, metadata } of liveEntries(context)) {
      for (const key of ['reason', 'bodhi'] as const) {
        const member = metadata.get(key);
        const value = resolveAlias(member?.value);
        if (!member || value === undefined) continue;
        const span = member.value?.span ?? member.key.span;
        if (value.kind !== 'scalar') {
          yield { span, package: name, message: `The ${key} of ${name} has to be one URL.` };
          continue;
        }
        if (value.text.trim() === '' || value.yaml12 === 'null') continue;
        const problem = key === 'reason' ? reasonProblem(value.text) : bodhiProblem(value.text);
        if (!problem) continue;
        const finding: Finding = { span, package: name, message: `The ${key} of ${name} ${problem.what}` };
        const scalar = member.value?.kind === 'scalar' ? member.value : undefined;
        const { better } = problem;
        yield scalar && better !== undefined
          ? { ...finding, fixes: [rewrite(context, better, replaceScalar(context.lockfile, scalar, better))] }
          : finding;
      }
    }
  },
};

interface Problem {
  readonly what: string;
  readonly better?: string;
}

function rewrite(context: RuleContext, text: string, edits: Parameters<typeof fixHere>[2]): Fix {
  return fixHere(context, `Write ${text}`, edits, { preferred: true });
}

function reasonProblem(text: string): Problem | undefined {
  const url = webUrl(text);
  if (url) {
    // what the fix of missing-reason begins
    return /\/(?:issues|pull)\/$/.test(url.pathname) ? { what: 'has no issue number yet.' } : undefined;
  }
  const better = withScheme(text);
  return {
    what: `is not an http(s) URL: the tools refuse it, and nobody can look it up.`,
    ...(better ? { better } : {}),
  };
}

function bodhiProblem(text: string): Problem | undefined {
  if (updateAlias(text) !== undefined) return undefined;
  const url = webUrl(text);
  const alias = ALIAS.exec(text)?.[0];
  const better = url && `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  if (alias !== undefined && better !== undefined && updateAlias(better) !== undefined) {
    return { what: `has something after the update ${alias}: the tools take that for the update.`, better };
  }
  const what = 'is not a Bodhi update (https://bodhi.fedoraproject.org/updates/FEDORA-YYYY-...): no tool finds it.';
  if (alias === text) return { what, better: `https://bodhi.fedoraproject.org/updates/${alias}` };
  const whole = url ? undefined : withScheme(text);
  return { what, ...(whole && !bodhiProblem(whole) ? { better: whole } : {}) };
}

function webUrl(text: string): URL | undefined {
  return /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** `github.com/…` with its scheme; undefined for what does not begin like a host and a path. */
function withScheme(text: string): string | undefined {
  return /^(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S*$/i.test(text) ? `https://${text}` : undefined;
}
