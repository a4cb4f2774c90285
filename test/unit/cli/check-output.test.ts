import { describe, expect, it } from 'vitest';
import { fromGitTop, jsonReport, type ReportedFinding, textReport } from '../../../server/cli/check-output';

function finding(severity: ReportedFinding['severity'], message: string): ReportedFinding {
  const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 8 } };
  return { file: 'manifest-lock.overrides.yaml', range, severity, code: 'some-rule', message, fixes: [] };
}
const shown = (...findings: ReportedFinding[]) =>
  findings.map(one => ({ path: 'x/a.yaml', prefix: 'x/', finding: one }));

describe('textReport', () => {
  it('has a line for each finding at or above the threshold, and counts the others', () => {
    const report = textReport(
      shown(finding('error', 'Bad.'), finding('hint', 'Newer.'), finding('info', 'Old.')),
      'warning',
    );
    expect(report).toBe(
      'x/a.yaml:5:3: error: Bad. [some-rule]\n1 error\nnot shown: 1 info, 1 hint (--threshold hint)\n',
    );
  });

  it('has no count of nothing', () => {
    expect(textReport([], 'hint')).toBe('');
  });

  it('lets no line break and no escape sequence of a file through', () => {
    const report = textReport(shown(finding('error', 'Key "a\r\n  b\u001b[2J\u0007\u2028c" is bad.')), 'hint');
    expect(report).toBe('x/a.yaml:5:3: error: Key "a b [2J c" is bad. [some-rule]\n1 error\n');
  });
});

describe('jsonReport', () => {
  it('has every finding and the counts', () => {
    const report = JSON.parse(jsonReport([finding('error', 'Bad.'), finding('hint', 'Newer.')]));
    expect(report.findings).toEqual([finding('error', 'Bad.'), finding('hint', 'Newer.')]);
    expect(report.summary).toEqual({ error: 1, warning: 0, info: 0, hint: 1 });
  });
});

describe('fromGitTop', () => {
  it('puts the folder of the config repository before every path', () => {
    const { range } = finding('error', 'Bad.');
    const related = [{ file: 'manifest-lock.x86_64.json', range, message: 'base' }];
    const [whole] = shown({ ...finding('error', 'Bad.'), related }).map(fromGitTop);
    expect([whole?.file, whole?.related?.[0]?.file]).toEqual([
      'x/manifest-lock.overrides.yaml',
      'x/manifest-lock.x86_64.json',
    ]);
  });
});
