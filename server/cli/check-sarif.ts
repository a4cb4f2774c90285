/** Findings as SARIF 2.1.0 (OASIS), as GitHub's code scanning and other viewers read it. */
import { createHash } from 'node:crypto';
import { INTERNAL_ERROR } from '../rules/check';
import { RULES } from '../rules/registry';
import type { Rule, Severity } from '../rules/rule';
import type { ReportedFinding } from './check-output';
import type { Range } from './positions';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVEL = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies Record<
  Severity,
  string
>;

export interface SarifRun {
  /** Of this program. */
  readonly version: string;
  /** Paths are from the top of the git repository. */
  readonly findings: readonly ReportedFinding[];
  /** What kept rules from running: files that cannot be read, repositories that cannot be reached. */
  readonly notices: readonly string[];
  /** False where an input could not be read: then "no results" does not mean "no mistakes". */
  readonly complete: boolean;
}

/** One run. Paths are relative to `%SRCROOT%`, columns are UTF-16 units counted from one. */
export function sarifReport({ version, findings, notices, complete }: SarifRun): string {
  const rules = [...RULES.map(descriptor), INTERNAL_ERROR_RULE];
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Manifest Lock', version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: complete,
            ...(notices.length > 0 && {
              toolExecutionNotifications: notices.map(text => {
                return { level: complete ? 'note' : 'error', message: { text } };
              }),
            }),
          },
        ],
        results: findings.map(finding => {
          const { code, severity, message, related = [] } = finding;
          // a place in another commit has no artifact here: the message names it
          const places = related.filter(place => place.commit === undefined);
          return {
            ruleId: code,
            ruleIndex: rules.findIndex(rule => rule.id === code),
            level: LEVEL[severity],
            message: { text: message },
            locations: [location(finding.file, finding.range)],
            ...(places.length > 0 && {
              relatedLocations: places.map((place, id) => {
                return { id, ...location(place.file, place.range), message: { text: place.message } };
              }),
            }),
            partialFingerprints: { 'manifestLockFinding/v1': fingerprint(finding) },
          };
        }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor({ code, description, documentation, severity }: Rule) {
  return {
    id: code,
    shortDescription: { text: description.replaceAll('`', '') },
    help: { text: documentation.replaceAll('`', ''), markdown: documentation },
    defaultConfiguration: severity === 'off' ? { enabled: false } : { level: LEVEL[severity] },
  };
}

const INTERNAL_ERROR_RULE: ReturnType<typeof descriptor> = {
  id: INTERNAL_ERROR,
  shortDescription: { text: 'A rule failed, which is a defect of Manifest Lock.' },
  help: { text: 'The other rules ran.', markdown: 'The other rules ran.' },
  defaultConfiguration: { level: 'error' },
};

function location(file: string, { start, end }: Range) {
  const uri = file.split('/').map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}

/** The same mistake keeps it while lines move and versions go on: code, file and package, or else the message. */
function fingerprint({ code, file, package: name, message }: ReportedFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([code, file, name ?? message]))
    .digest('hex');
}
