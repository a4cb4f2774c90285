/** All that the page works out of a comparison and the view; each part again only where what it comes from is another. */
import type { CompareAdvisoriesResult, CompareResult, CompareStoryResult } from '../../../../server/protocol';
import type { CompareView } from '../../messages';
import { type Line, type LineHeights, linesOf } from './lines';
import { shownPackages } from './packages';
import { type Row, type RowInput, type RowView, rowsOf, sourceAdvisories } from './rows';
import { allRows, type SummaryPart, summaryParts } from './summary';
import type { TextMeasure } from './wrap';

export interface ComparisonInput {
  readonly result: CompareResult | undefined;
  readonly advisories: CompareAdvisoriesResult | undefined;
  /** By source package. */
  readonly stories: ReadonlyMap<string, CompareStoryResult>;
  readonly view: CompareView;
}

export interface Room {
  readonly measure: TextMeasure;
  readonly heights: LineHeights;
}

export interface Shown {
  readonly rowInput: RowInput;
  readonly rows: readonly Row[];
  readonly lines: readonly Line[];
  readonly summary: readonly SummaryPart[];
}

const NOTHING: Pick<CompareResult, 'changes' | 'basearches'> = { changes: [], basearches: [] };

export class Comparison {
  private readonly packages = memo(shownPackages);
  private readonly advisories = memo(sourceAdvisories);
  private readonly rowInput = memo(
    (packages: RowInput['packages'], advisories: RowInput['advisories']): RowInput => ({ packages, advisories }),
  );
  private readonly rows = memo(
    (
      input: RowInput,
      filter: string,
      kinds: RowView['kinds'],
      group: RowView['group'],
      sort: RowView['sort'],
      securityOnly: boolean,
      overridesOnly: boolean,
    ) => rowsOf(input, { filter, kinds, group, sort, securityOnly, overridesOnly }),
  );
  private readonly all = memo(allRows);
  private readonly summary = memo(summaryParts);
  private readonly lines = memo(
    (
      rows: readonly Row[],
      open: readonly string[],
      stories: ComparisonInput['stories'],
      from: string,
      to: string,
      room: Room,
    ) => linesOf({ rows, open: new Set(open), stories, labels: { from, to }, ...room }),
  );

  update({ result, advisories, stories, view }: ComparisonInput, room: Room): Shown {
    const input = this.rowInput(this.packages(result ?? NOTHING, view.arches), this.advisories(advisories));
    const { filter, kinds, group, sort, securityOnly, overridesOnly } = view;
    const rows = this.rows(input, filter, kinds, group, sort, securityOnly, overridesOnly);
    const { from, to } = labelsOf(result);
    return {
      rowInput: input,
      rows,
      lines: this.lines(rows, view.open, stories, from, to, room),
      summary: result ? this.summary(result, input, this.all(input), advisories) : [],
    };
  }
}

/** What the sides are called. */
export function labelsOf(result: CompareResult | undefined): { readonly from: string; readonly to: string } {
  return { from: result?.from?.label ?? 'the first', to: result?.to?.label ?? 'the second' };
}

/** Remembers the last answer alone. */
function memo<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly answer: R } | undefined;
  return (...args) => {
    if (last === undefined || last.args.some((arg, i) => arg !== args[i])) last = { args, answer: work(...args) };
    return last.answer;
  };
}
