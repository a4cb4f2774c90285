/** What a plan leaves behind, looked at without the planner's own code. */
import { applyEdits } from '../../../server/lockfile/edits';
import { effectiveSet, type LayerFile } from '../../../server/lockfile/layers';
import type { OverrideItem, OverridePlan, OverrideTarget } from '../../../server/operations/override-request';
import { layerFile } from '../../support/branches';

type Plan = Extract<OverridePlan, { kind: 'plan' }>;

/** The files after the plan. Throws where edits and texts disagree. */
export function applied(files: readonly LayerFile[], plan: Plan): LayerFile[] {
  const after = new Map(files.map(file => [file.path, file]));
  for (const { path, before, after: text, edits } of plan.files) {
    const there = files.find(file => file.path === path);
    if (there?.lockfile.text !== before) throw new Error(`${path} is not what was planned for`);
    if (before !== undefined && applyEdits(before, edits) !== text) throw new Error(`the edits of ${path} are wrong`);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const parsed = layerFile(name, text);
    if (!parsed) throw new Error(`${path} is no lockfile`);
    after.set(path, { ...parsed, path });
  }
  return [...after.values()];
}

/** `EVR.ARCH` by name that a basearch gets; an `evr` is of any arch. */
function versions({ locked, files }: Pick<OverrideTarget, 'locked' | 'files'>, basearch: string): Map<string, string> {
  const found = new Map([...(locked.get(basearch) ?? [])].map(([name, evr]) => [name, evr] as const));
  for (const [name, { file, version, entry }] of effectiveSet(basearch, files)) {
    if (file.layer === 'base' || !found.has(name)) continue;
    const arch = version?.arch === undefined || version.arch === basearch ? '' : `.${version.arch}`;
    const metadata = ['bodhi', 'reason', 'type'].map(key => {
      const value = entry.metadata.get(key)?.value;
      return value?.kind === 'scalar' ? value.text : '';
    });
    found.set(name, `${version?.evr}${arch} ${metadata.join(' ')}`);
  }
  return found;
}

/** What is asked of a basearch: of the rows that it locks the last one by name. */
function asked({ locked }: OverrideTarget, items: readonly OverrideItem[], basearch: string): Map<string, string> {
  const rows = items.flatMap(item => item.build.rpms.map(rpm => ({ rpm, item })));
  const found = new Map<string, string>();
  for (const { rpm, item } of rows) {
    if ((rpm.arch !== basearch && rpm.arch !== 'noarch') || !locked.get(basearch)?.has(rpm.name)) continue;
    const epoch = rpm.epoch === null ? '' : `${rpm.epoch}:`;
    const arch = rpm.arch === 'noarch' ? '.noarch' : '';
    const metadata = [item.bodhi ?? '', item.reason ?? '', item.type].join(' ');
    found.set(rpm.name, `${epoch}${rpm.version}-${rpm.release}${arch} ${metadata}`);
  }
  return found;
}

/** The first basearch and package on which the files after the plan are not what was asked for, or changed unasked. */
export function planFault(target: OverrideTarget, items: readonly OverrideItem[], plan: Plan): string | undefined {
  const files = applied(target.files, plan);
  for (const basearch of target.locked.keys()) {
    const wanted = new Map([...versions(target, basearch), ...asked(target, items, basearch)]);
    const found = versions({ ...target, files }, basearch);
    for (const name of new Set([...wanted.keys(), ...found.keys()])) {
      if (wanted.get(name) === found.get(name)) continue;
      return `${name} on ${basearch}: ${found.get(name)} instead of ${wanted.get(name)}`;
    }
  }
  return undefined;
}
