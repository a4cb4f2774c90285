/** docs/rules.md, as the registry says it. */
import { RULES } from './registry';
import type { DataKind, Rule } from './rule';

const DATA: Readonly<Record<DataKind, string>> = {
  F: 'the file itself',
  R: 'other files of the repository',
  B: 'other branches and HEAD',
  M: "the repositories' package metadata",
  K: 'Koji',
  D: 'Bodhi',
};

export function rulesDocument(): string {
  return [
    '# Rules',
    '',
    'Generated from `server/rules/` by `npm run docs`: do not edit.',
    '',
    'A rule whose data is missing (offline, untrusted workspace, metadata not loaded yet, another lockfile that does not parse) stays silent. Severities are set by code in',
    '`manifestLock.rules.severity`; what is set there goes for every finding of the rule. A rule that fails itself is reported as',
    '`internal-error`.',
    '',
    '| code | default | reports | needs |',
    '|---|---|---|---|',
    ...RULES.map(rule => {
      const { code, severity, description, data } = rule;
      return `| [\`${code}\`](#${code}) | ${severity} | ${description} | ${data.join(' ')} |`;
    }),
    '',
    `Needs: ${neededData()
      .map(kind => `${kind} ${DATA[kind]}`)
      .join(', ')}.`,
    '',
    ...RULES.flatMap(section),
  ].join('\n');
}

function neededData(): DataKind[] {
  const needed = new Set(RULES.flatMap(rule => rule.data));
  return (['F', 'R', 'B', 'M', 'K', 'D'] as const).filter(kind => needed.has(kind));
}

function section({ code, severity, description, documentation }: Rule): string[] {
  return [`## ${code}`, '', `${description} Default: ${severity}.`, '', documentation, ''];
}
