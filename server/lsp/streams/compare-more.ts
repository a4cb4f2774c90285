/** What is told of a comparison besides its rows: the way from one version to another, places, its text. */

import type { AdvisoryAnswers } from '../../operations/diff/advisory';
import { loadStories } from '../../operations/diff/change-story';
import { diffJson } from '../../operations/diff/diff-json';
import { diffMarkdown } from '../../operations/diff/diff-markdown';
import { isFailure } from '../../operations/diff/open-sides';
import type { CompareAdvisoriesResult, CompareStoryResult } from '../../protocol';
import { inOtherStream, type LockPlace, placeIn } from '../lock-place';
import { advisoryRow } from './compare-result';
import type { Comparison } from './comparisons';
import { type ComparedRepository, withoutServices } from './repository';

export function advisoriesResult({ bySource, lost, asked, problems }: AdvisoryAnswers): CompareAdvisoriesResult {
  const rows = (of: AdvisoryAnswers['bySource']): CompareAdvisoriesResult['bySource'] => {
    return Object.fromEntries([...of].map(([source, advisories]) => [source, advisories.map(advisoryRow)]));
  };
  return { bySource: rows(bySource), ...(lost && lost.size > 0 ? { lost: rows(lost) } : {}), asked, problems };
}

export async function storyOfSource(
  { repository, diff }: Comparison,
  source: string,
  signal: AbortSignal,
): Promise<CompareStoryResult> {
  const change = diff?.sources.find(found => found.source === source);
  if (!diff || !change) return { problems: [`${source} does not change between these two any more.`] };
  const { stories, problems } = await loadStories({ diff, sources: [change], services: repository.services, signal });
  const { changelog, pages } = stories.get(source) ?? {};
  return {
    ...(changelog ? { changelog } : {}),
    ...(pages?.from === undefined ? {} : { fromPage: pages.from }),
    ...(pages?.to === undefined ? {} : { toPage: pages.to }),
    problems: [...withoutServices(repository), ...problems],
  };
}

/** Undefined where nothing stands anywhere: it is on that side in a build or a Koji tag, or not at all. `now`: the repository as it is by now. */
export function placeOnSide(
  comparison: Comparison,
  { view, files }: ComparedRepository,
  { side, name, arch }: { readonly side: 'from' | 'to'; readonly name: string; readonly arch: string },
): LockPlace | undefined {
  const compared = comparison[side];
  if (isFailure(compared)) return undefined;
  const provenance = compared.packages(arch).get(name)?.provenance;
  if (provenance?.kind !== 'base' && provenance?.kind !== 'override') return undefined;
  const { file, entry } = provenance;
  const { commit, label, kind } = compared;
  if (kind === 'worktree') {
    // what was typed since has moved it
    const edited = files.find(({ path }) => path === file.path);
    const moved = edited?.lockfile.byName.get(name);
    return edited && moved && placeIn(view, edited, moved);
  }
  return commit === undefined ? undefined : inOtherStream(view, { commit, label }, file, entry);
}

export interface CompareTextOptions {
  readonly format: 'markdown' | 'json';
  readonly advisories: AdvisoryAnswers | undefined;
  /** The picture of the streams as Markdown. */
  readonly picture: string | undefined;
}

/** Undefined where there is nothing to compare. */
export function comparisonText({ diff }: Comparison, options: CompareTextOptions): string | undefined {
  if (!diff) return undefined;
  const { format, advisories, picture } = options;
  const known = advisories ? { advisories } : {};
  if (format === 'json') return `${JSON.stringify(diffJson(diff, known), undefined, 2)}\n`;
  const text = diffMarkdown(diff, known);
  return picture === undefined ? text : `${text.trimEnd()}\n\n${picture}`;
}
