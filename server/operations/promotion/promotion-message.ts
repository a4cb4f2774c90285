/** The message of a promotion's commit: the release team's title (promote-config.sh), and below it what one would look up later. */
import { kindTitle, rebuildWords, summaryWords } from '../diff/diff-words';
import type { Promotion } from './promotion';
import { downgradeFares, type Fare, lossFares, whyWords } from './promotion-words';

/** Ends with a line break. `branch` and `commit`: what is promoted. */
export function promotionMessage(
  promotion: Pick<Promotion, 'diff' | 'overrides' | 'downgrades'>,
  branch: string,
  commit: string,
): string {
  const { diff } = promotion;
  const rebuilds = rebuildWords(diff);
  const downgrades = downgradeFares(promotion);
  const paragraphs = [
    [`tree: promote changes from ${branch} at ${commit}`],
    wrapped(
      [summaryWords(diff), rebuilds].flatMap(words => (words === '' ? [] : `${kindTitle(words)}.`)).join(' '),
      '',
    ),
    paragraph(
      'Downgrades that nothing says are meant:',
      downgrades.filter(({ why }) => !why),
    ),
    paragraph(
      'Downgrades that a pin means:',
      downgrades.filter(({ why }) => why),
    ),
    paragraph('Overrides lost:', lossFares(promotion)),
  ];
  return paragraphs
    .filter(lines => lines.length > 0)
    .map(lines => `${lines.join('\n')}\n`)
    .join('\n');
}

function paragraph(title: string, fares: readonly Fare[]): string[] {
  if (fares.length === 0) return [];
  const items = fares.flatMap(fare => {
    const why = whyWords(fare);
    return [...wrapped(`- ${fare.name}: ${fare.what}`, '  '), ...(why === undefined ? [] : [`  ${why}`])];
  });
  return [title, ...items];
}

/** Where lines are broken, as git's own tools do. */
const WIDTH = 72;

/** `indent` is that of all lines but the first. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
