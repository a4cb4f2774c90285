/** What can be done about an open row. */
import type { CompareStoryResult } from '../../../../server/protocol';
import type { FromCompare } from '../../messages';
import type { Row } from './rows';
import type { TextMeasure } from './wrap';

export interface Action {
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
  /** What the extension is told. */
  readonly message: FromCompare;
}

/** Pixels beside the text of a button: icon, padding, border, the gap to the next. */
const AROUND_LABEL = 40;

export function actionsOf(
  row: Row,
  story: CompareStoryResult | undefined,
  labels: { readonly from: string; readonly to: string },
): readonly Action[] {
  const [{ name, groups }] = row.packages;
  const places = (['from', 'to'] as const).flatMap((side): readonly Action[] => {
    const group = groups.find(each => each[side]?.file !== undefined);
    const arch = group?.basearches[0];
    if (arch === undefined) return [];
    return [{ label: `Entry in ${labels[side]}`, icon: 'go-to-file', message: { type: 'place', side, name, arch } }];
  });
  const pages = (['from', 'to'] as const).flatMap((side): readonly Action[] => {
    const url = side === 'from' ? story?.fromPage : story?.toPage;
    if (url === undefined) return [];
    return [{ label: `Build in ${labels[side]}`, icon: 'link-external', message: { type: 'link', url } }];
  });
  return [
    ...places,
    ...pages,
    { label: 'Package History', icon: 'history', message: { type: 'history', name } },
    { label: 'Backport\u2026', icon: 'git-pull-request-create', message: { type: 'backport', name } },
  ];
}

/** Into how many lines they fall. */
export function actionLines(actions: readonly Action[], { plain, width }: TextMeasure): number {
  let lines = 1;
  let used = 0;
  for (const { label } of actions) {
    const needs = plain(label) + AROUND_LABEL;
    if (used > 0 && used + needs > width) {
      lines++;
      used = 0;
    }
    used += needs;
  }
  return lines;
}
