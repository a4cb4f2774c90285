/** textDocument/inlayHint: only where something newer exists. */
import type { InlayHint, Range } from 'vscode-languageserver';
import { isPin, type UpdateGroup } from '../operations/update';
import { isReplaced } from '../rules/support';
import { formatDate } from './date';
import { entriesIn } from './locate';
import { plannerOf } from './scope';
import type { FileView } from './view';

export function doInlayHints(view: FileView, range: Range): InlayHint[] {
  const { lines } = view.document;
  const asked = lines.span(range);
  const planner = plannerOf(view);
  const hints: InlayHint[] = [];
  for (const entry of entriesIn(view.lockfile, asked)) {
    const end = entry.version?.scalar.span.end;
    if (entry.superseded || end === undefined || end < asked.start || end > asked.end) continue;
    if (isReplaced(view, entry.name)) continue;
    const plan = planner.plan(entry);
    if (plan.kind === 'none') continue;
    const { group } = plan;
    const to = group.moves[0]?.to;
    if (!to) continue;
    hints.push({
      // behind the comma of JSON, which would else look like the hint's own
      position: lines.positionAt(view.lockfile.text[end] === ',' ? end + 1 : end),
      label: `-> ${to.record.evr} in ${to.repository.id}`,
      paddingLeft: true,
      tooltip: tooltipOf(group, isPin(entry)),
      textEdits: group.edits.flatMap(({ path, edits }) => {
        return path === view.path ? edits.map(({ span, newText }) => ({ range: lines.range(span), newText })) : [];
      }),
    });
  }
  return hints;
}

/** Why and where, in words, and what accepting the hint does. */
function tooltipOf({ moves, notes }: UpdateGroup, pin: boolean): string {
  const [own, ...siblings] = moves;
  if (!own) return '';
  const { record, repository } = own.to;
  const sentences = [
    `${record.name} ${record.evr} is in ${repository.id} (${repository.basearch}) since ${formatDate(record.fileTime)}, locked is ${own.from}.`,
  ];
  if (siblings.length > 0) {
    const names = siblings.map(move => move.entry.name).join(', ');
    sentences.push(`Built from ${record.source} together with ${names}, which must move along.`);
  }
  sentences.push(...notes);
  if (pin) sentences.push('This is a pin: "Update all pins in this file" leaves it alone.');
  return sentences.join('\n');
}
