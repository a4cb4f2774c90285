import type { Entry } from '../lockfile/model';
import type { Rule, RuleContext } from './rule';
import { isOverrides, liveEntries, metadataFix, metadataText } from './support';

/**
 * Packages of Fedora CoreOS's own: `ci/overrides.py` names the source packages (rust-afterburn, ...); these are the names of
 * their binary packages, all others being `NAME-...`.
 */
const SELF_RELEASED = [
  ...['console-login-helper-messages', 'ignition', 'ostree', 'rpm-ostree', 'afterburn', 'bootupd', 'coreos-installer'],
  ...['ignition-config', 'zincati', 'rust-afterburn', 'rust-bootupd', 'rust-coreos-installer', 'rust-ignition-config'],
  'rust-zincati',
];

const ISSUE_PREFIX = 'https://github.com/coreos/fedora-coreos-tracker/issues/';

export const missingReason: Rule = {
  code: 'missing-reason',
  severity: 'error',
  description: 'A pin, or the fast-track of a package that is not self-released, without `metadata.reason`.',
  documentation: `A pin without a reason is never taken out: nobody knows what it waits for. \`ci/overrides.py pin\` refuses to make one; here it is an
error. For a fast-track the reason may be left out for the packages that Fedora CoreOS releases itself (afterburn, bootupd, console-login-helper-messages,
coreos-installer, ignition, ostree, rpm-ostree, zincati); for others it is reported as info. The fix takes the reason of an entry with
the same Bodhi update, or begins the link to an issue.`,
  data: ['F'],
  *check(context) {
    if (!isOverrides(context)) return;
    for (const entry of liveEntries(context)) {
      const type = metadataText(entry, 'type');
      if ((type !== 'pin' && type !== 'fast-track') || metadataText(entry, 'reason') !== undefined) continue;
      if (type === 'fast-track' && isSelfReleased(entry.name)) continue;
      const value = entry.metadata.get('reason')?.value;
      if (value !== undefined && value.kind !== 'scalar') continue;
      yield {
        span: entry.member.key.span,
        package: entry.name,
        severity: type === 'pin' ? 'error' : 'info',
        message:
          type === 'pin'
            ? `The pin of ${entry.name} has no reason: nobody can tell when it may go. Link the issue that it waits for.`
            : `The fast-track of ${entry.name} has no reason: link what it is needed for.`,
        fixes: fixes(context, entry),
      };
    }
  },
};

export function isSelfReleased(name: string): boolean {
  return SELF_RELEASED.some(own => name === own || name.startsWith(`${own}-`));
}

function fixes(context: RuleContext, entry: Entry) {
  const bodhi = metadataText(entry, 'bodhi');
  const same = liveEntries(context).find(other => {
    return bodhi !== undefined && metadataText(other, 'bodhi') === bodhi && metadataText(other, 'reason') !== undefined;
  });
  const reason = same && metadataText(same, 'reason');
  const begin = 'Begin a reason: a link to the tracker, the number missing';
  const offered = metadataFix(context, entry, ['reason', ISSUE_PREFIX], begin);
  if (!same || reason === undefined) return offered;
  const insert = `Insert the reason of ${same.name}: ${reason}`;
  return [...metadataFix(context, entry, ['reason', reason], insert, true), ...offered];
}
