/** What the rules say of one file, its places resolved to lines. */
import { type CheckedFinding, checkFileWithIgnored } from '../rules/check';
import type { RelatedPlace, RuleContext } from '../rules/rule';
import type { CheckedFile } from './check-files';
import { Ranges, type RelatedFinding, type ReportedFinding } from './check-output';

export interface FileFindings {
  readonly findings: readonly ReportedFinding[];
  /** What a comment or `.manifest-lock.yaml` silences, a line each. */
  readonly silenced: readonly string[];
}

/** `texts`: of files that are no lockfiles and are pointed at (the manifest), by path. */
export function findingsOf(
  { path, lockfile }: CheckedFile,
  context: RuleContext,
  only: ReadonlySet<string> | undefined,
  texts: ReadonlyMap<string, string>,
): FileFindings {
  const ranges = new Ranges();
  const textOf = ({ path: other, at }: RelatedPlace): string | undefined => {
    if (at) return at.lockfile.text;
    if (other === path) return lockfile.text;
    return context.repo?.files.find(file => file.path === other)?.lockfile.text ?? texts.get(other);
  };
  const relatedOf = (place: RelatedPlace): RelatedFinding[] => {
    const text = textOf(place);
    if (text === undefined) return [];
    return [
      {
        file: place.path,
        ...(place.at && { ref: place.at.label, commit: place.at.commit }),
        range: ranges.of(text, place.span),
        message: place.message,
      },
    ];
  };
  const { findings, ignored } = checkFileWithIgnored(context, { severity: {}, ...(only && { only }) });
  const reported = (finding: CheckedFinding): ReportedFinding => {
    const related = (finding.related ?? []).flatMap(relatedOf);
    return {
      file: path,
      range: ranges.of(lockfile.text, finding.span),
      severity: finding.severity,
      code: finding.code,
      message: finding.message,
      ...(finding.package === undefined ? {} : { package: finding.package }),
      ...(related.length === 0 ? {} : { related }),
      fixes: (finding.fixes ?? []).map(fix => fix.title),
    };
  };
  const silenced = ignored.map(({ finding: { code, span }, reason }) => {
    const { line } = ranges.of(lockfile.text, span).start;
    return `${path}:${line + 1}: ${code} is silenced: ${reason}`;
  });
  return { findings: findings.map(reported), silenced };
}
