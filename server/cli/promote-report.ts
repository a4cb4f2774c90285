/** What `promote` says: the same as JSON and as text. */
import { printable } from '../http/printable';
import type { AdvisoryAnswers } from '../operations/diff/advisory';
import { diffJson } from '../operations/diff/diff-json';
import { diffText } from '../operations/diff/diff-text';
import { aligned } from '../operations/diff/text-layout';
import type { AdaptedFile, Promotion } from '../operations/promotion/promotion';
import { downgradeFares, type Fare, fileCounts, whyWords } from '../operations/promotion/promotion-words';

export interface PromotionReport {
  readonly promotion: Promotion;
  readonly advisories: AdvisoryAnswers | undefined;
  /** What `--fail-on` found: names of packages by what they fail. */
  readonly failed: ReadonlyMap<string, readonly string[]>;
  /** What else is to be known, a sentence each. */
  readonly notes: readonly string[];
  /** Id of the commit that was made. */
  readonly made: string | undefined;
}

/** Short name of the branch that gets the commit. */
export function promotedBranch({ commit }: Pick<Promotion, 'commit'>): string | undefined {
  return commit?.ref.replace(/^refs\/heads\//, '');
}

/** The members of `--format json`, in that order. */
export function promotionJson({ promotion, advisories, failed, notes, made }: PromotionReport): string {
  const { from, to, diff, downgrades, files, adapted, warnings, message, refused } = promotion;
  const end = ({ policy, label, commit }: Promotion['from']) => ({ stream: policy.name, ref: label, commit });
  const answer = {
    from: end(from),
    to: end(to),
    branch: promotedBranch(promotion) ?? null,
    commit: made ?? null,
    written: made !== undefined,
    refused: refused ?? null,
    failed: Object.fromEntries(failed),
    warnings,
    downgrades: downgrades.map(({ change: { name, source }, reason }) => {
      return { name, source, intended: reason !== undefined, reason: reason ?? null };
    }),
    files,
    adapted,
    message,
    diff: diffJson(diff, { advisories }),
    notes,
  };
  return `${JSON.stringify(answer)}\n`;
}

/** What changes, then what a release engineer decides by, and at the end what was done. */
export function promotionText(report: PromotionReport): string {
  const { promotion, advisories, notes, made } = report;
  const { diff, warnings, message, refused } = promotion;
  const downgrades = downgradeFares(promotion);
  const blocks: (readonly string[])[] = [
    fareLines(
      'Downgrades that nothing says are meant',
      downgrades.filter(({ why }) => !why),
      '!',
    ),
    fareLines(
      'Downgrades that a pin means',
      downgrades.filter(({ why }) => why),
      ' ',
    ),
    fileLines(promotion),
    made === undefined && refused === undefined ? ['Commit message', ...indented(message.trimEnd().split('\n'))] : [],
    [...notes, ...warnings.map(warning => `Warning: ${warning}`)],
    [resultLine(report)],
  ];
  const texts = blocks.filter(lines => lines.length > 0).map(textOf);
  return [diffText(diff, { advisories }), ...texts].join('\n');
}

function textOf(lines: readonly string[]): string {
  return lines.map(line => `${printable(line).trimEnd()}\n`).join('');
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`);
}

function fareLines(title: string, fares: readonly Fare[], mark: string): string[] {
  if (fares.length === 0) return [];
  const rows = fares.map(fare => ({
    cells: [`${mark} ${fare.name}`, fare.what],
    below: [whyWords(fare) ?? []].flat(),
  }));
  return [title, ...aligned(rows)];
}

function fileLines({ files, adapted }: Promotion): string[] {
  const counts = fileCounts(files);
  return counts === '' ? [] : [`Files: ${counts}`, ...indented(adapted.map(adaptedLine))];
}

function adaptedLine({ path, kind, lines }: AdaptedFile): string {
  return kind === 'kept' ? `${path}: kept as it is` : `${path}: ${lines.join('; ')}`;
}

function resultLine({ promotion, made }: PromotionReport): string {
  const { from, to, refused } = promotion;
  const stream = to.policy.name;
  const branch = promotedBranch(promotion);
  if (made !== undefined) return `${stream}: commit ${made} on ${branch}; nothing is pushed`;
  if (refused !== undefined) return `${stream}: ${refused}`;
  if (branch !== undefined) return `${stream}: would be committed to ${branch}`;
  return `${stream}: ${from.label} onto ${to.label} is a preview`;
}
