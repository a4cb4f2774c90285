/** Layers and rows of the streams: a layer is how many promotions lie before a stream. Any graph; circles do not hang it. */

export interface Cell {
  readonly layer: number;
  readonly row: number;
}

export interface Grid<E extends Ends = Ends> {
  /** Of every stream with an edge. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** Cells that an edge over several layers passes through, nobody else's. */
  readonly via: ReadonlyMap<E, readonly Cell[]>;
  /** Edges that would close a circle: they count for no layer. */
  readonly back: ReadonlySet<E>;
  /** Streams without any edge, in the order given. */
  readonly apart: readonly string[];
}

export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** All ends are among `keys`, and of one stream the edges that matter more come first. */
export function gridOf<E extends Ends>(keys: readonly string[], edges: readonly E[]): Grid<E> {
  const back = backEdges(keys, edges);
  const forward = edges.filter(edge => !back.has(edge));
  const connected = keys.filter(key => edges.some(({ from, to }) => from === key || to === key));
  const layers = layersOf(connected, forward);
  const cells = new Map<string, Cell>();
  const via = new Map<E, Cell[]>();
  const last = Math.max(-1, ...layers.values());
  for (let layer = 0; layer <= last; layer++) {
    const wants: { readonly row: number; readonly place: (cell: Cell) => void }[] = [];
    for (const key of connected) {
      if (layers.get(key) !== layer) continue;
      const feeder = forward.find(({ to }) => to === key);
      // a stream stands in the row of the one that feeds it; one that nothing feeds wherever there is room
      wants.push({ row: feeder ? rowBefore(feeder, cells, via) : 0, place: cell => cells.set(key, cell) });
    }
    for (const edge of forward) {
      const [from, to] = [layers.get(edge.from) ?? 0, layers.get(edge.to) ?? 0];
      if (layer <= from || layer >= to) continue;
      const place = (cell: Cell): unknown => via.set(edge, [...(via.get(edge) ?? []), cell]);
      wants.push({ row: rowBefore(edge, cells, via), place });
    }
    let free = 0;
    // sorting keeps the order of those that want the same row
    for (const { row, place } of wants.sort((a, b) => a.row - b.row)) {
      const taken = Math.max(row, free);
      place({ layer, row: taken });
      free = taken + 1;
    }
  }
  return { cells, via, back, apart: keys.filter(key => !connected.includes(key)) };
}

function rowBefore<E extends Ends>(
  edge: E,
  cells: ReadonlyMap<string, Cell>,
  via: ReadonlyMap<E, readonly Cell[]>,
): number {
  return (via.get(edge)?.at(-1) ?? cells.get(edge.from))?.row ?? 0;
}

function backEdges<E extends Ends>(keys: readonly string[], edges: readonly E[]): ReadonlySet<E> {
  const back = new Set<E>();
  const open = new Set<string>();
  const done = new Set<string>();
  const visit = (key: string): void => {
    open.add(key);
    for (const edge of edges) {
      if (edge.from !== key) continue;
      if (open.has(edge.to)) back.add(edge);
      else if (!done.has(edge.to)) visit(edge.to);
    }
    open.delete(key);
    done.add(key);
  };
  for (const key of keys) if (!done.has(key)) visit(key);
  return back;
}

/** The longest way to each; `forward` has no circle. */
function layersOf(keys: readonly string[], forward: readonly Ends[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  const layerOf = (key: string): number => {
    const known = layers.get(key);
    if (known !== undefined) return known;
    const before = forward.filter(({ to }) => to === key).map(({ from }) => layerOf(from) + 1);
    const layer = Math.max(0, ...before);
    layers.set(key, layer);
    return layer;
  };
  for (const key of keys) layerOf(key);
  return layers;
}
