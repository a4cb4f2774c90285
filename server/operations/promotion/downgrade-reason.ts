/** Whether what goes backwards is meant to. */
import type { PackageChange } from '../diff/diff';
import type { SidePackage } from '../diff/side';

/**
 * The http(s) reason of the pin that holds a package back where it goes down; undefined where on one of the basearches
 * nothing says that it is meant.
 */
export function downgradeReason({ arches }: Pick<PackageChange, 'arches'>): string | undefined {
  const lower = [...arches.values()].filter(({ kind }) => kind === 'downgraded');
  const reasons = lower.map(({ to }) => pinReason(to));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** Undefined for anything that is no http(s) URL: `ci/overrides.py` takes nothing else for a reason. */
export function httpUrl(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/\S+$/.test(text) && URL.canParse(text) ? text : undefined;
}

function pinReason(held: SidePackage | undefined): string | undefined {
  const provenance = held?.provenance;
  return provenance?.kind === 'override' && provenance.type === 'pin' ? httpUrl(provenance.reason) : undefined;
}
