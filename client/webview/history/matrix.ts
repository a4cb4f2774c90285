/** The matrix stream x basearch: which cells differ from the rest of their row. */
import type { HistoryResult } from '../../../server/protocol';

export interface MatrixCell {
  readonly basearch: string;
  /** Undefined: not locked. */
  readonly evr: string | undefined;
  /** `pin`, `fast-track`, `override`; empty for what the base lock says. */
  readonly override: string;
  /** True where most basearches of the stream that have it have another version. */
  readonly differs: boolean;
}

export interface ShownMatrixRow {
  readonly stream: string;
  readonly label: string;
  readonly cells: readonly MatrixCell[];
  /** `all alike`, `aarch64 differs`, `s390x not locked`, `not locked` */
  readonly remark: string;
}

export function shownMatrix({ matrix, basearches }: Pick<HistoryResult, 'matrix' | 'basearches'>): ShownMatrixRow[] {
  return matrix.map(({ stream, label, versions }) => {
    const usual = mostCommon(basearches.flatMap(basearch => versions[basearch]?.evr ?? []));
    const cells = basearches.map(basearch => {
      const found = versions[basearch];
      return {
        basearch,
        evr: found?.evr,
        override: found?.provenance === 'override' ? (found.type ?? 'override') : '',
        differs: found !== undefined && found.evr !== usual,
      };
    });
    return { stream, label, cells, remark: remarkOf(cells) };
  });
}

function remarkOf(cells: readonly MatrixCell[]): string {
  const absent = cells.filter(({ evr }) => evr === undefined);
  if (absent.length === cells.length) return 'not locked';
  const different = cells.filter(({ differs }) => differs);
  const names = (some: readonly MatrixCell[]) => some.map(({ basearch }) => basearch).join(', ');
  const remarks = [
    ...(different.length > 0 ? [`${names(different)} ${different.length === 1 ? 'differs' : 'differ'}`] : []),
    ...(absent.length > 0 ? [`${names(absent)} not locked`] : []),
  ];
  return remarks.length === 0 ? 'all alike' : remarks.join('; ');
}

/** Of equally common ones the first. */
function mostCommon(evrs: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const evr of evrs) counts.set(evr, (counts.get(evr) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
