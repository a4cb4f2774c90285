/** Comparisons of a few packages, written down in a test. */

import type { StreamDiff } from '../../server/operations/diff/diff';
import { diffSides } from '../../server/operations/diff/diff-sides';
import type { DiffSide, SidePackage } from '../../server/operations/diff/side';

export interface SideOf {
  /** By package: EVR on all basearches, or by basearch. */
  readonly packages: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly releasever?: string | undefined;
}

export interface DiffOfOptions {
  /** Source packages by binary package; what is not there has its own name. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly basearches?: readonly string[];
}

/** On x86_64 alone where nothing else is said; Fedora 40. */
export function diffOf(from: SideOf, to: SideOf, options: DiffOfOptions = {}): StreamDiff {
  return diffSides(sideOf('stable', from, options), sideOf('testing', to, options));
}

function sideOf(label: string, side: SideOf, { sources = {}, basearches = ['x86_64'] }: DiffOfOptions): DiffSide {
  const releasever = 'releasever' in side ? side.releasever : '40';
  return {
    spec: label,
    kind: 'build',
    label,
    commit: undefined,
    committed: undefined,
    stream: label,
    releasever,
    basearches,
    missing: new Map(),
    partial: false,
    notes: [],
    packages: basearch =>
      new Map(
        Object.entries(side.packages).flatMap(([name, given]): [string, SidePackage][] => {
          const evr = typeof given === 'string' ? given : given[basearch];
          return evr === undefined
            ? []
            : [[name, { name, evr, arch: undefined, provenance: { kind: 'build', id: label } }]];
        }),
      ),
    sourceOf: (_, name) => sources[name] ?? name,
  };
}
