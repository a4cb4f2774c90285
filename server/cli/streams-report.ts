/** The streams for people, for programs and for pull requests. */
import { printable } from '../http/printable';
import type { Advisory, AdvisoryAnswers } from '../operations/diff/advisory';
import { advisoryCell, mdReference } from '../operations/diff/markdown-parts';
import { escapeMarkdown, inlineCode } from '../operations/markdown-text';
import { changeText, overrideText } from '../operations/streams/change-text';
import { feedSigns, flowLines, flowsMarkdown } from '../operations/streams/flows-text';
import type { Feed, StreamFlow } from '../operations/streams/stream-flows';
import { count, list } from '../operations/words';
import { table } from './table';

export interface StreamsReport {
  readonly flows: readonly StreamFlow[];
  /** Of likely feeds, where they were asked for. */
  readonly advisories: ReadonlyMap<Feed, AdvisoryAnswers>;
}

/** One thing worth telling of a feed; packages that fare alike stand together. */
interface Item {
  readonly kind: 'downgrade' | 'lost override' | 'security fix';
  readonly names: readonly string[];
  readonly text: string;
  /** The reason of a pin, or of a lost override. As written. */
  readonly reason: string | undefined;
  readonly advisories: readonly Advisory[];
}

export function streamsText({ flows, advisories }: StreamsReport): string {
  const rows = flows.map(flow => {
    const { state, overrides } = flow;
    const { commit } = state;
    const facts = [state.side.releasever ?? '', commit ? dateOf(commit.committed) : '', count(overrides, 'override')];
    return [state.policy.name, ...facts, remark(flow), commit ? `${commit.id.slice(0, 10)} ${commit.subject}` : ''];
  });
  const feeds = flows.flatMap(flow => flow.feeds.map(feed => feedText(flow, feed, advisories.get(feed))));
  const picture = flowLines(flows).map(line => `${printable(line)}\n`);
  return [picture.join(''), table(rows), ...feeds].join('\n');
}

/** "checked out", "origin/stable, closed" */
function remark({ state: { label, worktree, policy }, closed, locks }: StreamFlow): string {
  const parts = [
    worktree ? 'working tree' : label === policy.name ? '' : label,
    closed ? 'closed' : '',
    locks === '' ? '' : 'no base locks',
  ].filter(part => part !== '');
  return parts.length === 0 ? '' : `(${parts.join(', ')})`;
}

function feedText({ state }: StreamFlow, feed: Feed, answers: AdvisoryAnswers | undefined): string {
  const head = `${state.policy.name} would get from ${feed.from.policy.name}: ${feedSigns(feed)}${unlikely(feed)}\n`;
  // of one that will not come, that it could is enough
  const items = feed.likely ? itemsOf(feed, answers) : [];
  const lines = items.map(({ kind, names, text, reason, advisories }) => {
    const why = kind === 'downgrade' ? (reason === undefined ? '' : `, pinned: ${reason}`) : because(reason);
    const fixes = advisories.map(advisoryWords).join('; ');
    return `  ${printable(`${kind}: ${names.join(', ')} ${text}${why}${fixes === '' ? '' : `: ${fixes}`}`)}\n`;
  });
  return [head, ...lines].join('');
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}

function unlikely({ likely }: Feed): string {
  return likely ? '' : ' (not where the next promotion would come from)';
}

/** "FEDORA-2024-f0fd63c638 (important, CVE-2024-9676)" */
function advisoryWords({ id, severity, cves }: Advisory): string {
  const said = [...(severity === 'none' ? [] : [severity]), ...cves];
  return said.length === 0 ? id : `${id} (${said.join(', ')})`;
}

function itemsOf({ downgrades, lost, diff }: Feed, answers: AdvisoryAnswers | undefined): Item[] {
  const lower = downgrades.map(({ change, reason }): Item => {
    const text = changeText(change, ({ kind }) => kind === 'downgraded');
    return { kind: 'downgrade', names: [change.name], text, reason, advisories: [] };
  });
  const gone = lost.map((change): Item => {
    const { reason } = change.from?.provenance.kind === 'override' ? change.from.provenance : {};
    const text = overrideText(change, diff.basearches);
    return { kind: 'lost override', names: [change.name], text, reason, advisories: [] };
  });
  const fixes = diff.sources.flatMap(({ source, packages: [first] }): Item[] => {
    const advisories = answers ? securityOf(source, answers.bySource) : [];
    if (!first || advisories.length === 0) return [];
    return [
      { kind: 'security fix', names: [source], text: changeText(first, () => true), reason: undefined, advisories },
    ];
  });
  return [...together(lower), ...together(gone), ...fixes];
}

function together(items: readonly Item[]): Item[] {
  const groups = new Map<string, Item>();
  for (const item of items) {
    const key = JSON.stringify([item.text, item.reason ?? null]);
    const known = groups.get(key);
    groups.set(key, known ? { ...known, names: [...known.names, ...item.names] } : item);
  }
  return [...groups.values()];
}

export function streamsMarkdown({ flows, advisories }: StreamsReport): string {
  const feeds = flows.flatMap(flow => {
    return flow.feeds.filter(({ likely }) => likely).flatMap(feed => feedMarkdown(flow, feed, advisories.get(feed)));
  });
  return ['## Streams\n', flowsMarkdown(flows), ...feeds].join('\n');
}

/** Nothing of a feed of which there is nothing to say. */
function feedMarkdown({ state }: StreamFlow, feed: Feed, answers: AdvisoryAnswers | undefined): string[] {
  const items = itemsOf(feed, answers);
  if (items.length === 0) return [];
  const lines = items.map(({ kind, names, text, reason, advisories }) => {
    const packages = list(names.map(name => inlineCode(name)));
    const fixes = advisories.map(advisory => [advisoryCell(advisory), ...advisory.cves.map(escapeMarkdown)].join(' '));
    const why = [...(reason === undefined ? [] : [mdReference(reason)]), ...fixes].join('; ');
    return `- ${kind}: ${packages} ${inlineCode(text.replaceAll(' -> ', ' → '))}${why === '' ? '' : `: ${why}`}\n`;
  });
  const title = `### ${inlineCode(feed.from.policy.name)} to ${inlineCode(state.policy.name)}\n\n`;
  return [title + lines.join('')];
}

export function streamsJson({ flows, advisories }: StreamsReport): string {
  const streams = flows.map(({ state, overrides, closed, feeds }) => ({
    stream: state.policy.name,
    ref: state.label,
    worktree: state.worktree,
    releasever: state.side.releasever ?? null,
    commit: state.commit?.id ?? null,
    date: state.commit ? new Date(state.commit.committed * 1000).toISOString() : null,
    subject: state.commit?.subject ?? null,
    basearches: state.side.basearches,
    overrides,
    closed,
    feeds: feeds.map(feed => feedJson(feed, advisories.get(feed))),
  }));
  return `${JSON.stringify({ streams })}\n`;
}

function feedJson({ from, likely, diff, downgrades, lost }: Feed, answers: AdvisoryAnswers | undefined): object {
  return {
    from: from.policy.name,
    likely,
    summary: diff.summary,
    downgrades: downgrades.map(({ change, reason }) => {
      const { name, source, arches } = change;
      return { name, source, arches: evrs(arches), reason: reason ?? null };
    }),
    lostOverrides: lost.map(({ name, source, arches, effect, from: was, to }) => {
      const { type, reason, bodhi } = was?.provenance.kind === 'override' ? was.provenance : {};
      const said = { type: type ?? null, reason: reason ?? null, bodhi: bodhi ?? null };
      return { name, source, arches, from: was?.evr ?? null, to: to?.evr ?? null, effect, ...said };
    }),
    advisories: answers
      ? { asked: answers.asked, problems: answers.problems, security: securityJson(diff, answers) }
      : null,
  };
}

function securityJson({ sources }: Feed['diff'], { bySource }: AdvisoryAnswers): object[] {
  return sources.flatMap(({ source }) => {
    const advisories = securityOf(source, bySource).map(({ id, severity, cves, title, url }) => {
      return { id, severity, cves, title, url: url ?? null };
    });
    return advisories.length === 0 ? [] : [{ source, advisories }];
  });
}

function securityOf(source: string, bySource: AdvisoryAnswers['bySource']): Advisory[] {
  return (bySource.get(source) ?? []).filter(({ type }) => type === 'security');
}

function evrs(arches: Feed['downgrades'][number]['change']['arches']): object {
  const lowered = [...arches].filter(([, { kind }]) => kind === 'downgraded');
  return Object.fromEntries(
    lowered.map(([arch, { from, to }]) => [arch, { from: from?.evr ?? null, to: to?.evr ?? null }]),
  );
}

/** Unix seconds as YYYY-MM-DD (UTC). */
function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
