/** The picture of the streams as text: `testing-devel 40 --(+12 ^30 v1)--> testing 40`. */
import type { Feed, StreamFlow } from './stream-flows';

/** What the signs of `feedSigns` mean. */
export const SIGNS_TEXT = 'Signs: + added, ^ upgraded, v downgraded, - removed source packages; ! lost overrides';

/** "+12 ^30 v1 !2", source packages and overrides. */
export function feedSigns(feed: Feed): string {
  const counts = [...sourceCounts(feed), { sign: '!', count: lostCount(feed) }].filter(({ count }) => count > 0);
  return counts.length === 0 ? NOTHING : counts.map(({ sign, count }) => `${sign}${count}`).join(' ');
}

/** The same for who reads, or listens to, words: "12 added, 30 upgraded; 2 overrides lost". */
export function feedWords(feed: Feed): string {
  const counts = sourceCounts(feed).filter(({ count }) => count > 0);
  const lost = lostCount(feed);
  const parts = [
    counts.map(({ word, count }) => `${count} ${word}`).join(', '),
    lost === 0 ? '' : `${lost} ${lost === 1 ? 'override' : 'overrides'} lost`,
  ].filter(part => part !== '');
  return parts.length === 0 ? NOTHING : parts.join('; ');
}

const NOTHING = 'nothing new';

function sourceCounts({ diff: { summary } }: Feed) {
  const { added, upgraded, downgraded, removed } = summary.sources;
  return [
    { sign: '+', word: 'added', count: added },
    { sign: '^', word: 'upgraded', count: upgraded },
    { sign: 'v', word: 'downgraded', count: downgraded },
    { sign: '-', word: 'removed', count: removed },
  ];
}

/** Each package once, whatever its basearches. */
function lostCount({ lost }: Feed): number {
  return new Set(lost.map(({ name }) => name)).size;
}

/**
 * A line for each way of promotions, and one for each stream that stands for itself. A way goes on with the first stream that its
 * last one feeds; the others have lines of their own, which begin with the stream that feeds them.
 */
export function flowLines(flows: readonly StreamFlow[]): string[] {
  const shown = new Map(flows.map(flow => [flow.state.policy.name, flow]));
  const arrows = flows.flatMap(to => {
    const feed = shownFeed(to);
    const from = feed && shown.get(feed.from.policy.name);
    return feed && from ? [{ from, to, text: `--(${feedSigns(feed)})-->` }] : [];
  });
  const lines: string[] = [];
  const drawn = new Set<StreamFlow>();
  const goOn = (line: string, flow: StreamFlow): void => {
    drawn.add(flow);
    const [first, ...others] = arrows.filter(({ from, to }) => from === flow && !drawn.has(to));
    if (first) goOn(`${line} ${first.text} ${nameOf(first.to)}`, first.to);
    else lines.push(line);
    for (const { text, to } of others) goOn(`${nameOf(flow)} ${text} ${nameOf(to)}`, to);
  };
  for (const flow of flows) if (!arrows.some(({ to }) => to === flow)) goOn(nameOf(flow), flow);
  return lines;
}

/** The picture in a fenced block, with what the signs mean below it. */
export function flowsMarkdown(flows: readonly StreamFlow[]): string {
  const lines = flowLines(flows);
  return `\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n${SIGNS_TEXT}\n`;
}

/** The likely one; of a stream that is fed by none that is, the first that could. */
function shownFeed({ feeds }: StreamFlow): Feed | undefined {
  return feeds.find(({ likely }) => likely) ?? feeds[0];
}

/** "next-devel 41 (closed)" */
function nameOf({ state: { policy, side }, closed }: StreamFlow): string {
  return [policy.name, side.releasever, closed ? '(closed)' : undefined].filter(part => part !== undefined).join(' ');
}
