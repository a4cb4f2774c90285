/** The lines of the table: each row, and what an open row says below itself. */
import type { AdvisoryRow, ComparedVersion, CompareStoryResult } from '../../../../server/protocol';
import { type Action, actionLines, actionsOf } from './actions';
import type { ArchGroup, ShownPackage } from './packages';
import { binariesOf, type Row } from './rows';
import { dayOf, provenanceText } from './words';
import { type TextMeasure, wrapText } from './wrap';

export type TextStyle = 'heading' | 'plain' | 'mono' | 'waiting' | 'problem';

interface Below {
  /** Names one line. */
  readonly key: string;
  /** Pixels. */
  readonly height: number;
  /** Of the row that it stands below. */
  readonly row: Row;
}

export type Line =
  | { readonly kind: 'row'; readonly key: string; readonly height: number; readonly row: Row; readonly open: boolean }
  | (Below & { readonly kind: 'actions'; readonly actions: readonly Action[] })
  | (Below & { readonly kind: 'binary'; readonly shown: ShownPackage; readonly group: ArchGroup })
  | (Below & {
      readonly kind: 'override';
      readonly side: 'from' | 'to';
      readonly version: ComparedVersion;
      readonly names: readonly string[];
    })
  | (Below & { readonly kind: 'advisory'; readonly advisory: AdvisoryRow; readonly lost: boolean })
  /** `text` has its line breaks. */
  | (Below & { readonly kind: 'text'; readonly style: TextStyle; readonly text: string });

export interface LineInput {
  readonly rows: readonly Row[];
  readonly open: ReadonlySet<string>;
  /** By source package; of one that is missing it was asked. */
  readonly stories: ReadonlyMap<string, CompareStoryResult>;
  /** What the two sides are called. */
  readonly labels: { readonly from: string; readonly to: string };
  readonly measure: TextMeasure;
  readonly heights: LineHeights;
}

/** Pixels. */
export interface LineHeights {
  readonly row: number;
  /** A binary below its row. */
  readonly binary: number;
  /** One line of buttons. */
  readonly actions: number;
  /** Everything below a row that is not running text. */
  readonly detail: number;
  /** One line of running text. */
  readonly text: number;
}

export function linesOf(input: LineInput): readonly Line[] {
  const lines: Line[] = [];
  for (const row of input.rows) {
    const open = input.open.has(row.key);
    lines.push({ kind: 'row', key: row.key, height: input.heights.row, row, open });
    if (open) lines.push(...below(row, input));
  }
  return lines;
}

function below(row: Row, { stories, labels, measure, heights }: LineInput): readonly Line[] {
  const story = stories.get(row.source);
  const at = (name: string): Below => ({ key: `${row.key} > ${name}`, height: heights.detail, row });
  const text = (name: string, style: TextStyle, all: string): Line => {
    const wrapped = wrapText(all, measure.width, style === 'mono' ? measure.mono : measure.plain);
    const height = Math.max(heights.detail, wrapped.length * heights.text);
    return { ...at(name), kind: 'text', style, text: wrapped.join('\n'), height };
  };
  const actions = actionsOf(row, story, labels);
  return [
    { ...at('actions'), kind: 'actions', actions, height: actionLines(actions, measure) * heights.actions },
    ...binariesOf(row).map(({ shown, group }): Line => {
      const key = `binary ${shown.name} ${group.basearches[0]}`;
      return { ...at(key), kind: 'binary', shown, group, height: heights.binary };
    }),
    ...overridesOf(row).map((each, i): Line => ({ ...at(`override ${i}`), kind: 'override', ...each })),
    ...advisoriesOf(row).flatMap(({ advisory, lost }): readonly Line[] => {
      const { id, title, cves } = advisory;
      return [
        { ...at(`advisory ${id}`), kind: 'advisory', advisory, lost },
        ...(title === '' ? [] : [text(`title ${id}`, 'plain', title)]),
        ...(cves.length === 0 ? [] : [text(`cves ${id}`, 'plain', cves.join(', '))]),
      ];
    }),
    ...storyLines(story, text),
  ];
}

function advisoriesOf({ advisories }: Row): readonly { readonly advisory: AdvisoryRow; readonly lost: boolean }[] {
  return [
    ...(advisories?.lost ?? []).map(advisory => ({ advisory, lost: true })),
    ...(advisories?.gained ?? []).map(advisory => ({ advisory, lost: false })),
  ];
}

/** The overrides of a row: each once a side, with the packages that have it. */
function overridesOf(row: Row) {
  const found = new Map<string, { side: 'from' | 'to'; version: ComparedVersion; names: string[] }>();
  for (const { shown, group } of binariesOf(row)) {
    for (const side of ['from', 'to'] as const) {
      const version = group[side];
      if (version?.provenance !== 'override') continue;
      const key = [side, provenanceText(version), version.reason, version.bodhi, version.file].join('\n');
      const known = found.get(key);
      if (known === undefined) found.set(key, { side, version, names: [shown.name] });
      else if (!known.names.includes(shown.name)) known.names.push(shown.name);
    }
  }
  return [...found.values()];
}

function storyLines(
  story: CompareStoryResult | undefined,
  text: (name: string, style: TextStyle, all: string) => Line,
): readonly Line[] {
  if (story === undefined) return [text('story', 'waiting', 'Asking for the changelog')];
  const { changelog, problems } = story;
  return [
    ...problems.map((problem, i) => text(`problem ${i}`, 'problem', problem)),
    ...(changelog?.length === 0 ? [text('changelog', 'plain', 'No changelog entry between the two versions.')] : []),
    ...(changelog ?? []).flatMap(({ at, author, text: entry }, i) => [
      text(`changelog ${i}`, 'heading', `${dayOf(at)} ${author}`),
      ...entry
        .trimEnd()
        .split('\n')
        .map((each, j) => text(`changelog ${i} ${j}`, 'mono', each)),
    ]),
  ];
}
