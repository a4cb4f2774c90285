/** Where the boxes and arrows of the streams stand: layers by depth of promotion, any graph. Pixels; no DOM. */
import { type Grid, gridOf } from './stream-grid';

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Width of its label, px. */
  readonly labelWidth: number;
}

export interface LayoutOptions {
  /** What there is; wider where that does not suffice. */
  readonly width: number;
  readonly box: { readonly width: number; readonly height: number };
  readonly labelHeight: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedArrow {
  readonly edge: GraphEdge;
  /** SVG path, which ends where the arrowhead points. */
  readonly path: string;
  /** Middle of the label. */
  readonly label: Point;
  /** Where the arrowhead points, and whence: radians. */
  readonly head: Point & { readonly angle: number };
}

export interface GraphLayout {
  readonly direction: 'right' | 'down';
  readonly width: number;
  readonly height: number;
  /** Upper left corners by key. */
  readonly boxes: ReadonlyMap<string, Point>;
  readonly arrows: readonly PlacedArrow[];
}

/** For strokes and focus rings at the border. */
const MARGIN = 4;
/** Between boxes that stand beside each other. */
const BESIDE = 22;
/** Between the streams on the way of promotions and those apart. */
const APART = 36;
/** What a layer keeps from the next one besides the label. */
const AROUND_LABEL = 36;
const BELOW_LABEL = 44;
/** What it keeps more where labels have to stand above each other. */
const ROOMIER = 28;
/** What arrows that come in or go out at the same side keep from each other. */
const SLOT = 14;
/** How far an arrow against the direction hangs below the boxes. */
const BACK = 34;

/** From left to right where that fits, else from top to bottom. `keys` in the order in which streams are shown. */
export function streamsLayout(
  keys: readonly string[],
  edges: readonly GraphEdge[],
  options: LayoutOptions,
): GraphLayout {
  const known = edges.filter(({ from, to }) => from !== to && keys.includes(from) && keys.includes(to));
  const grid = gridOf(keys, known);
  const right = withoutOverlap(grid, known, options, 'right');
  if (right.width <= options.width) return right;
  const down = withoutOverlap(grid, known, options, 'down');
  return down.width <= right.width ? down : right;
}

/** Layers stand further apart where labels would lie upon each other. */
function withoutOverlap(
  grid: Grid,
  edges: readonly GraphEdge[],
  options: LayoutOptions,
  direction: GraphLayout['direction'],
): GraphLayout {
  const usual = placed(grid, edges, options, direction, 0);
  const isFree = ({ arrows }: GraphLayout): boolean =>
    arrows.every((arrow, i) => arrows.slice(i + 1).every(other => areApart(arrow, other, options.labelHeight)));
  if (isFree(usual)) return usual;
  const roomier = placed(grid, edges, options, direction, ROOMIER);
  return isFree(roomier) ? roomier : usual;
}

function areApart(a: PlacedArrow, b: PlacedArrow, labelHeight: number): boolean {
  const width = (a.edge.labelWidth + b.edge.labelWidth) / 2;
  return Math.abs(a.label.x - b.label.x) >= width || Math.abs(a.label.y - b.label.y) >= labelHeight;
}

function placed(
  grid: Grid,
  edges: readonly GraphEdge[],
  options: LayoutOptions,
  direction: GraphLayout['direction'],
  more: number,
): GraphLayout {
  const { box, labelHeight } = options;
  const widest = Math.max(0, ...edges.map(({ labelWidth }) => labelWidth));
  const step =
    direction === 'right'
      ? { along: box.width + widest + AROUND_LABEL + more, across: box.height + BESIDE }
      : { along: box.height + labelHeight + BELOW_LABEL + more, across: Math.max(box.width, widest) + BESIDE };
  const at = (layer: number, row: number): Point =>
    direction === 'right'
      ? { x: MARGIN + layer * step.along, y: MARGIN + row * step.across }
      : { x: MARGIN + row * step.across, y: MARGIN + layer * step.along };
  const boxes = new Map([...grid.cells].map(([key, { layer, row }]) => [key, at(layer, row)]));
  const used = extent(boxes, box);
  const back = grid.back.size > 0 ? BACK : 0;
  const far = direction === 'right' ? { ...used, y: used.y + back } : { ...used, x: used.x + back };
  addApart(boxes, grid.apart, far, options);
  const size = extent(boxes, box);
  const arrows = arrowsOf({ grid, edges, boxes, direction, at, far, ...options });
  return {
    direction,
    width: Math.max(size.x, far.x) + MARGIN,
    height: Math.max(size.y, far.y) + MARGIN,
    boxes,
    arrows,
  };
}

/** The lower right corner of all. */
function extent(boxes: ReadonlyMap<string, Point>, box: LayoutOptions['box']): Point {
  const all = [...boxes.values()];
  return {
    x: Math.max(MARGIN, ...all.map(({ x }) => x + box.width)),
    y: Math.max(MARGIN, ...all.map(({ y }) => y + box.height)),
  };
}

/** Streams without promotions stand to the right of the others where there is room, else below. */
function addApart(boxes: Map<string, Point>, keys: readonly string[], far: Point, { width, box }: LayoutOptions): void {
  const beside = box.width + BESIDE;
  const down = box.height + BESIDE;
  const isFirst = boxes.size === 0;
  const rows = Math.max(1, Math.floor((far.y + BESIDE) / down));
  const columns = Math.ceil(keys.length / rows);
  const left = far.x + APART;
  if (!isFirst && left + columns * beside - BESIDE + MARGIN <= width) {
    keys.forEach((key, i) => {
      boxes.set(key, { x: left + Math.floor(i / rows) * beside, y: MARGIN + (i % rows) * down });
    });
    return;
  }
  const perLine = Math.max(1, Math.floor((width - 2 * MARGIN + BESIDE) / beside));
  const top = isFirst ? MARGIN : far.y + APART;
  keys.forEach((key, i) => {
    boxes.set(key, { x: MARGIN + (i % perLine) * beside, y: top + Math.floor(i / perLine) * down });
  });
}

/** A cubic curve. */
type Curve = readonly [Point, Point, Point, Point];

interface ArrowsInput extends LayoutOptions {
  readonly grid: Grid;
  readonly edges: readonly GraphEdge[];
  readonly boxes: ReadonlyMap<string, Point>;
  readonly direction: GraphLayout['direction'];
  readonly at: (layer: number, row: number) => Point;
  /** Beyond all boxes on the way of promotions. */
  readonly far: Point;
}

function arrowsOf({ grid, edges, boxes, box, labelHeight, direction, at, far }: ArrowsInput): PlacedArrow[] {
  const taken: { readonly x: number; readonly y: number; readonly width: number }[] = [];
  const corner = (key: string): Point => boxes.get(key) ?? { x: 0, y: 0 };
  const across = ({ x, y }: Point): number => (direction === 'right' ? y : x);
  /** How far beside the middle of a side an arrow stands, so that those of one side do not meet in a point. */
  const slot = (edge: GraphEdge, end: 'from' | 'to'): number => {
    const other = end === 'from' ? 'to' : 'from';
    const same = edges.filter(candidate => candidate[end] === edge[end] && !grid.back.has(candidate));
    same.sort((a, b) => across(corner(a[other])) - across(corner(b[other])));
    // an arrow straight ahead stays straight
    const ahead = same.findIndex(({ from, to }) => across(corner(from)) === across(corner(to)));
    return (same.indexOf(edge) - (ahead < 0 ? (same.length - 1) / 2 : ahead)) * SLOT;
  };
  const port = (cell: Point, side: 'out' | 'in', offset: number): Point =>
    direction === 'right'
      ? { x: cell.x + (side === 'out' ? box.width : 0), y: cell.y + box.height / 2 + offset }
      : { x: cell.x + box.width / 2 + offset, y: cell.y + (side === 'out' ? box.height : 0) };

  return edges.map(edge => {
    const [from, to] = [corner(edge.from), corner(edge.to)];
    if (grid.back.has(edge)) {
      const curve = backCurve(from, to, box, direction, far);
      const label = labelPlace([curve], edge.labelWidth, labelHeight, taken);
      return {
        edge,
        path: pathOf([curve]),
        label,
        head: { ...curve[3], angle: direction === 'right' ? -Math.PI / 2 : Math.PI },
      };
    }
    const stops = (grid.via.get(edge) ?? []).map(({ layer, row }) => at(layer, row));
    const starts = [port(from, 'out', slot(edge, 'from')), ...stops.map(cell => port(cell, 'out', 0))];
    const finishes = [...stops.map(cell => port(cell, 'in', 0)), port(to, 'in', slot(edge, 'to'))];
    const curves = starts.flatMap((start, i) => {
      const finish = finishes[i];
      return finish ? [curveBetween(start, finish, direction)] : [];
    });
    const label = labelPlace(curves.slice(-1), edge.labelWidth, labelHeight, taken);
    const head = finishes.at(-1) ?? to;
    return { edge, path: pathOf(curves), label, head: { ...head, angle: direction === 'right' ? 0 : Math.PI / 2 } };
  });
}

function curveBetween(from: Point, to: Point, direction: GraphLayout['direction']): Curve {
  if (direction === 'right') {
    const middle = (from.x + to.x) / 2;
    return [from, { x: middle, y: from.y }, { x: middle, y: to.y }, to];
  }
  const middle = (from.y + to.y) / 2;
  return [from, { x: from.x, y: middle }, { x: to.x, y: middle }, to];
}

/** Round the boxes: below them, or on their right. */
function backCurve(
  from: Point,
  to: Point,
  { width, height }: LayoutOptions['box'],
  direction: GraphLayout['direction'],
  far: Point,
): Curve {
  if (direction === 'right') {
    const start = { x: from.x + width / 2, y: from.y + height };
    const end = { x: to.x + width / 2, y: to.y + height };
    return [start, { x: start.x, y: far.y }, { x: end.x, y: far.y }, end];
  }
  const start = { x: from.x + width, y: from.y + height / 2 };
  const end = { x: to.x + width, y: to.y + height / 2 };
  return [start, { x: far.x, y: start.y }, { x: far.x, y: end.y }, end];
}

/** In the middle of the curve, or near it where another label stands already. */
function labelPlace(
  [curve]: readonly Curve[],
  width: number,
  height: number,
  taken: { readonly x: number; readonly y: number; readonly width: number }[],
): Point {
  if (!curve) return { x: 0, y: 0 };
  const places = [0.5, 0.35, 0.65, 0.2, 0.8].map(t => pointOn(curve, t));
  const isFree = ({ x, y }: Point): boolean =>
    taken.every(other => Math.abs(other.x - x) >= (other.width + width) / 2 + 4 || Math.abs(other.y - y) >= height + 2);
  const place = places.find(isFree) ?? places[0] ?? { x: 0, y: 0 };
  taken.push({ ...place, width });
  return place;
}

function pointOn([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const mix = (p: number, q: number, r: number, u: number): number =>
    s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * u;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}

/** Curves one after the other, joined by straight lines. */
function pathOf(curves: readonly Curve[]): string {
  return curves
    .map(([a, b, c, d], i) => {
      const start = `${i === 0 ? 'M' : 'L'}${point(a)}`;
      return a.x === d.x || a.y === d.y ? `${start}L${point(d)}` : `${start}C${point(b)} ${point(c)} ${point(d)}`;
    })
    .join('');
}

function point({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
}
