/** A promotion as Markdown for its pull request: what speaks against it first, then what changes. What files and services say is escaped. */
import type { AdvisoryAnswers } from '../diff/advisory';
import { diffMarkdown } from '../diff/diff-markdown';
import { details, mdReference } from '../diff/markdown-parts';
import { escapeMarkdown, inlineCode } from '../markdown-text';
import type { AdaptedFile, Promotion } from './promotion';
import { downgradeFares, type Fare, fileCounts } from './promotion-words';

export interface PromotionMarkdownOptions {
  readonly advisories?: AdvisoryAnswers | undefined;
  /** Id of the commit, where it is made. */
  readonly made?: string | undefined;
  /** Level of the heading; 2 where not said. */
  readonly heading?: number | undefined;
}

export function promotionMarkdown(promotion: Promotion, options: PromotionMarkdownOptions = {}): string {
  const { from, to, diff, warnings, refused } = promotion;
  const { heading = 2, advisories, made } = options;
  const title = (level: number, text: string): string => `${'#'.repeat(Math.min(6, heading + level))} ${text}`;
  const downgrades = downgradeFares(promotion);
  const end = ({ label, commit }: Promotion['from']) => `${inlineCode(label)} at ${inlineCode(commit)}`;
  const blocks = [
    title(0, `Promotion of ${inlineCode(from.policy.name)} to ${inlineCode(to.policy.name)}`),
    `From ${end(from)} onto ${end(to)}.`,
    ...(made === undefined ? [] : [`Made as commit ${inlineCode(made)}.`]),
    ...(refused === undefined ? [] : [`> **It cannot be made:** ${escapeMarkdown(refused)}`]),
    ...warnings.map(warning => `> **Warning:** ${escapeMarkdown(warning)}`),
    ...fareBlocks(
      title(1, 'Downgrades that nothing says are meant'),
      downgrades.filter(({ why }) => !why),
    ),
    ...fareBlocks(
      title(1, 'Downgrades that a pin means'),
      downgrades.filter(({ why }) => why),
    ),
    diffMarkdown(diff, { advisories, heading: heading + 1 }).trimEnd(),
    ...fileBlocks(promotion),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function fareBlocks(title: string, fares: readonly Fare[]): string[] {
  if (fares.length === 0) return [];
  const items = fares.map(({ name, what, why }) => {
    const said = why ? ` (${[`${escapeMarkdown(why.type)}:`, ...why.texts.map(mdReference)].join(' ')})` : '';
    return `- ${escapeMarkdown(`${name}: ${what}`.replaceAll('->', '→'))}${said}`;
  });
  return [title, items.join('\n')];
}

/** How much of a folder's files is shown before one has to look at the commit. */
const MOST = 200;

function fileBlocks({ files, adapted }: Promotion): string[] {
  const counts = fileCounts(files);
  if (counts === '') return [];
  const { added, changed, removed } = files;
  const all = [
    ...added.map(path => `- added ${inlineCode(path)}`),
    ...changed.map(path => `- changed ${inlineCode(path)}`),
    ...removed.map(path => `- removed ${inlineCode(path)}`),
  ];
  const more = all.length > MOST ? [`- and ${all.length - MOST} more`] : [];
  const lines = [...adapted.map(adaptedLine), ...all.slice(0, MOST), ...more];
  return [details(`Files: ${counts}`, lines.join('\n'))];
}

function adaptedLine({ path, kind, lines }: AdaptedFile): string {
  if (kind === 'kept') return `- kept as it is: ${inlineCode(path)}`;
  return `- adapted: ${inlineCode(path)}: ${lines.map(inlineCode).join(', ')}`;
}
