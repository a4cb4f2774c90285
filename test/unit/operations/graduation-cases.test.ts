/** What the project's tool dropped in the reference data's cases, and what `planGraduation` drops. */
import { expect } from 'vitest';
import { canonicalText } from '../../../server/lockfile/canonical';
import { parseLockfile } from '../../../server/lockfile/parse';
import { type GraduationInput, type GraduationPlan, planGraduation } from '../../../server/operations/plan-graduation';
import { withGraduateCase } from '../../support/graduate-cases';
import { type OverrideCase, overrideCases } from '../../support/override-cases';
import { itShared } from '../../support/shared';

const COMMON = 'manifest-lock.overrides.yaml';
const EAGER = { eager: { basearch: 'x86_64' } };

/** By case: what `look` says, where it says something. */
async function each(
  options: { readonly onlyX86: boolean },
  look: (one: OverrideCase, input: GraduationInput) => unknown,
): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const one of overrideCases('graduate')) {
    const said = await withGraduateCase(one, options, input => look(one, input));
    if (said !== undefined) found[one.id] = said;
  }
  return found;
}

const namesOf = (plan: GraduationPlan): string[] => (plan.kind === 'plan' ? plan.dropped.map(({ name }) => name) : []);

/** What the tool dropped. */
function toolsOf({ expected }: OverrideCase): string[] {
  return expected.messages
    .map(line => /: (\S+)-[^-]+-[^-]+ has graduated$/.exec(line)?.[1])
    .filter(name => name !== undefined);
}

/** "caught up (5.7.0-1.fc40)", "behind (...)", "not locked": said of the base locks. */
function lockState({ expected }: OverrideCase, name: string): string {
  return (expected.base_lock as Readonly<Record<string, string>> | undefined)?.[name] ?? '';
}

itShared(
  'eager, it leaves the entries that the tool leaves',
  async () => {
    const dropped: string[] = [];
    const wanted: string[] = [];
    const found = await each({ onlyX86: false }, (one, input) => {
      // what it failed at is the command line's test
      if (one.expected.exit !== 0) return undefined;
      const plan = planGraduation(input, EAGER);
      if (!one.expected.wrote) return plan.kind === 'plan' && plan.files.length > 0 ? plan : undefined;
      const text = plan.kind === 'plan' ? plan.files.find(({ path }) => path === COMMON)?.after : plan.message;
      const canonical = canonicalText(parseLockfile(text ?? '', 'yaml'));
      dropped.push(...namesOf(plan));
      wanted.push(...toolsOf(one));
      return canonical.kind === 'text' && canonical.text === one.overrides ? undefined : text;
    });
    expect(found).toEqual({});
    expect(dropped.sort()).toEqual(wanted.sort());
    expect(wanted).toHaveLength(126);
  },
  60_000,
);

/**
 * What the tool drops and the base lock of x86_64 has caught up with, but for: the rest of a source package that stays
 * (045: atheros-firmware is in no base lock; 237: half an update), and what a base lock and everything in the repositories
 * are ahead of (210, 224: row 11). Without any base lock (051, 252) the repositories alone decide.
 */
const MORE_OR_LESS: Readonly<Record<string, { less: readonly string[]; more: readonly string[] }>> = {
  '045': {
    less: ['amd-gpu-firmware', 'intel-gpu-firmware', 'linux-firmware', 'linux-firmware-whence', 'nvidia-gpu-firmware'],
    more: [],
  },
  '051': { less: [], more: ['selinux-policy', 'selinux-policy-targeted'] },
  '210': { less: ['podman'], more: [] },
  '224': { less: ['podman'], more: [] },
  '237': { less: ['selinux-policy'], more: [] },
  '252': { less: [], more: ['podman'] },
};

itShared(
  'with care, it drops of what the tool drops that with which the base lock has caught up',
  async () => {
    const found = await each({ onlyX86: true }, (one, input) => {
      if (one.expected.exit !== 0) return undefined;
      const dropped = namesOf(planGraduation(input));
      const wanted = toolsOf(one).filter(name => /^caught up (?:\(|on x86_64)/.test(lockState(one, name)));
      const less = wanted.filter(name => !dropped.includes(name));
      const more = dropped.filter(name => !wanted.includes(name));
      return less.length + more.length === 0 ? undefined : { less, more };
    });
    expect(found).toEqual(MORE_OR_LESS);
  },
  60_000,
);

itShared(
  'with care, it drops nothing that the base lock of any basearch is behind of',
  async () => {
    const found = await each({ onlyX86: false }, (one, input) => {
      const early = namesOf(planGraduation(input)).filter(name => !lockState(one, name).startsWith('caught up ('));
      return early.length === 0 ? undefined : early;
    });
    // two branches without base locks: the next build takes what the repositories have
    expect(found).toEqual({ '051': ['selinux-policy', 'selinux-policy-targeted'], '252': ['podman'] });
  },
  60_000,
);
