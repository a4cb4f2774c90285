/** Findings as GitHub's workflow commands, which annotate the lines of a pull request. */
import type { Severity } from '../rules/rule';
import type { ReportedFinding } from './check-output';

const COMMAND = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' } as const satisfies Record<
  Severity,
  string
>;

/** Paths of the findings are from the top of the git repository, as GitHub's are. */
export function githubReport(findings: readonly ReportedFinding[]): string {
  return findings
    .map(({ file, range: { start, end }, severity, code, message }) => {
      const properties = {
        file,
        line: start.line + 1,
        endLine: end.line + 1,
        col: start.character + 1,
        endColumn: end.character + 1,
        title: `manifest-lock(${code})`,
      };
      const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
      return `::${COMMAND[severity]} ${list.join(',')}::${escapeData(message)}\n`;
    })
    .join('');
}

/** As the runner undoes it (actions/toolkit, packages/core/src/command.ts says which characters); no terminal escape sequence comes through. */
function escapeData(text: string): string {
  return text
    .replace(/[^\P{Cc}\r\n]/gu, ' ')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
