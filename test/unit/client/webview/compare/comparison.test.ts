import { expect, it } from 'vitest';
import { Comparison } from '../../../../../client/webview/compare/model/comparison';
import { DEFAULT_VIEW } from '../../../../../client/webview/compare/model/state';
import { ADVISORIES, compared } from '../../../../support/compared';

const ROOM = {
  measure: { plain: (text: string) => text.length, mono: (text: string) => text.length, width: 80 },
  heights: { row: 22, binary: 20, actions: 26, detail: 20, text: 18 },
};

it('works out again only what may be another', () => {
  const comparison = new Comparison();
  const input = { result: compared(), advisories: ADVISORIES, stories: new Map(), view: DEFAULT_VIEW };
  const first = comparison.update(input, ROOM);
  expect(comparison.update({ ...input, view: { ...DEFAULT_VIEW, graph: false } }, ROOM).lines).toBe(first.lines);
  const opened = comparison.update({ ...input, view: { ...DEFAULT_VIEW, open: ['bash'] } }, ROOM);
  expect(opened.rows).toBe(first.rows);
  expect(opened.lines.length).toBeGreaterThan(first.lines.length);
  const filtered = comparison.update({ ...input, view: { ...DEFAULT_VIEW, filter: 'bash' } }, ROOM);
  expect(filtered.rows.map(({ key }) => key)).toEqual(['bash']);
  // whatever is left out, the line above says it all
  expect(filtered.summary).toBe(first.summary);
  expect(comparison.update({ ...input, result: compared() }, ROOM).rows).not.toBe(first.rows);
});

it('has nothing before there is a result', () => {
  const shown = new Comparison().update(
    { result: undefined, advisories: undefined, stories: new Map(), view: DEFAULT_VIEW },
    ROOM,
  );
  expect([shown.rows, shown.lines, shown.summary]).toEqual([[], [], []]);
});
