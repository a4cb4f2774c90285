import { describe, expect, it } from 'vitest';
import { githubReport } from '../../../server/cli/check-github';

const range = { start: { line: 4, character: 2 }, end: { line: 4, character: 8 } };

describe('githubReport', () => {
  // the form: docs.github.com, "Workflow commands"; the escapes: what the runner undoes
  it('has a workflow command a finding, lines and columns from one', () => {
    const file = 'config/manifest-lock.overrides.yaml';
    expect(
      githubReport([
        { file, range, severity: 'error', code: 'duplicate-key', message: 'Twice.', fixes: [] },
        { file, range, severity: 'hint', code: 'newer-available', message: 'Newer.', fixes: [] },
      ]),
    ).toBe(
      '::error file=config/manifest-lock.overrides.yaml,line=5,endLine=5,col=3,endColumn=9,title=manifest-lock(duplicate-key)::Twice.\n' +
        '::notice file=config/manifest-lock.overrides.yaml,line=5,endLine=5,col=3,endColumn=9,title=manifest-lock(newer-available)::Newer.\n',
    );
  });

  it('lets nothing of a file end the command or begin another one', () => {
    const message = '100% of\r\n::error::x\u001b[31m';
    expect(githubReport([{ file: 'a,b:c%.yaml', range, severity: 'warning', code: 'x', message, fixes: [] }])).toBe(
      '::warning file=a%2Cb%3Ac%25.yaml,line=5,endLine=5,col=3,endColumn=9,title=manifest-lock(x)::100%25 of%0D%0A::error::x [31m\n',
    );
  });
});
