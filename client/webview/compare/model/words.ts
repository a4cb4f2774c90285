/** The words of the table. Each stands beside its icon: nothing is told by colour or shape alone. */
import type { ComparedOverride, ComparedSide, ComparedVersion } from '../../../../server/protocol';
import { type ArchGroup, isOverridden, type ShownKind, type ShownPackage } from './packages';
import type { Row, Security } from './rows';

export const KIND_WORDS: Readonly<Record<ShownKind, string>> = {
  upgraded: 'upgraded',
  rebuilt: 'rebuilt',
  downgraded: 'downgraded',
  added: 'added',
  removed: 'removed',
};

export const KIND_ICONS: Readonly<Record<ShownKind, string>> = {
  upgraded: 'arrow-up',
  rebuilt: 'refresh',
  downgraded: 'arrow-down',
  added: 'add',
  removed: 'remove',
};

/** `1 package`, `3 packages` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * What else there is to a source package: `podman-docker`, `5 packages, 1 added`; of a downgrade that is one of the dist tag alone
 * `dist tag`. Empty where its one package is called like it. Where packages stand one by one: the source package.
 */
export function packagesText(row: Row): string {
  const { kind, packages } = row;
  const distOnly = kind === 'downgraded' && packages.every(shown => shown.distOnly);
  return [composition(row), distOnly ? 'dist tag only' : ''].filter(Boolean).join(', ');
}

function composition({ key, source, packages, kind }: Row): string {
  const [only, ...more] = packages;
  if (more.length === 0) return only.name === key ? (source === key ? '' : source) : only.name;
  const others = (['downgraded', 'upgraded', 'rebuilt', 'added', 'removed'] as const).flatMap(each => {
    const count = each === kind ? 0 : packages.filter(shown => shown.kind === each).length;
    return count === 0 ? [] : [`${count} ${KIND_WORDS[each]}`];
  });
  return [counted(packages.length, 'package'), ...others].join(', ');
}

/** Told only where a package does not change everywhere in the same way. */
export function archesText({ packages }: Row): string {
  const apart = packages.filter(({ diverges }) => diverges);
  if (apart.length === 0) return '';
  const [lead] = packages;
  if (!lead.diverges) return apart.length === 1 ? `${apart[0]?.name} differs` : `${apart.length} packages differ`;
  return lead.groups.length === 1 ? lead.groups[0].basearches.join(', ') : 'differ';
}

/** `pin`, `fast-track`, `override`; of what is no override: where it is from. */
export function provenanceText(version: ComparedVersion): string {
  return version.provenance === 'override' ? (version.type ?? 'override') : version.provenance;
}

/** The first override that a row has on either side; without any: undefined. */
export function overrideOf({ packages }: Row): { readonly shown: ShownPackage; readonly group: ArchGroup } | undefined {
  for (const shown of packages) {
    if (!shown.overridden) continue;
    const group = shown.groups.find(isOverridden);
    if (group) return { shown, group };
  }
  return undefined;
}

/** `base -> pin`; `pin` where both sides have one. */
export function provenanceChange({ from, to }: Pick<ArchGroup, 'from' | 'to'>): string {
  const sides = [from, to].filter(version => version !== undefined).map(provenanceText);
  return [...new Set(sides)].join(' \u2192 ');
}

function securityWord({ severity }: Security): string {
  return severity === 'none' ? 'security' : severity;
}

/** `important, 3 CVEs` */
export function securityText(security: Security): string {
  return [securityWord(security), ...(security.cves === 0 ? [] : [counted(security.cves, 'CVE')])].join(', ');
}

/** What becomes of a package whose override goes, comes or changes. */
export function effectText({ kind, effect, from, to }: ComparedOverride): string {
  switch (effect) {
    case 'downgraded':
      return `goes down to ${to?.evr ?? '?'}`;
    case 'upgraded':
      return `goes up to ${to?.evr ?? '?'}`;
    case 'removed':
      return 'the package goes, too';
    case 'added':
      return 'the package is new';
    case 'same':
      if (kind === 'lost') return `stays at ${to?.evr ?? from?.evr ?? '?'}`;
      return kind === 'gained' ? 'the version is the same' : changedFields(from, to);
  }
}

function changedFields(from: ComparedVersion | undefined, to: ComparedVersion | undefined): string {
  const fields = (['type', 'reason', 'bodhi'] as const).filter(name => from?.[name] !== to?.[name]);
  const told = fields.map(name => (name === 'bodhi' ? 'update' : name)).join(' and ');
  return fields.length > 1 ? `${told} change` : `${told === '' ? 'the entry' : told} changes`;
}

/** `release 40, 557fcd9, 2024-10-21`: what is known of a side beside its name. */
export function sideText({ releasever, commit, committed, kind }: ComparedSide): string {
  return [
    ...(releasever === undefined ? [] : [`release ${releasever}`]),
    ...(commit === undefined ? [] : [kind === 'worktree' ? `on ${commit.slice(0, 8)}` : commit.slice(0, 8)]),
    ...(committed === undefined || kind === 'worktree' ? [] : [dayOf(committed * 1000)]),
  ].join(', ');
}

/** `2024-10-21`, in UTC as everything in Fedora. */
export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
