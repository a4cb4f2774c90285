import type { ManifestPackage } from '../config-repo/model';
import { trailingArch } from '../rpm/evr-syntax';
import { complete, hasPackage } from '../rpmmd/candidates';
import type { Finding, Rule, RuleContext } from './rule';

/** So many are reported one by one, more as one finding. */
const ONE_BY_ONE = 8;
const NAMED = 4;

/** Paths, globs, groups, rich dependencies and versions: what is no plain package name. */
const NO_NAME = /[^A-Za-z0-9._+-]/;
/** `podman.x86_64`, `podman-5.2.5-1.fc40`: dnf takes these for the package too. */
const SUFFIX = /-\d[^-]*(?:-[^-]*)?$/;

export const notInBaseLock: Rule = {
  code: 'not-in-base-lock',
  severity: 'warning',
  description: 'A package that the manifest names and no layer locks.',
  documentation: `Such a package was added to the manifest after the last bump of the lockfiles: a strict build fails, another one takes whatever version the repositories have that day, on each
architecture. It is locked by the next bump (or by an override until then). Reported in the base lock of each architecture whose treefile names the package; what is locked by an
override alone is locked.

The manifest may also name what packages provide: \`iptables\`, which is \`iptables-nft\` and \`iptables-libs\`, or \`shim\`. Names are silent where a locked
package's name begins with them, or is built from a source of that name, and where the repositories are known and have no package of that name. So are paths, globs and groups.

The opposite, a package that stays in the lock though the manifest no longer needs it, does no harm in a build, and only dependencies could tell.`,
  data: ['R'],
  *check(context) {
    const { name, repo, lockfile } = context;
    const arch = name?.layer === 'base' && !name.generated ? name.arch : undefined;
    if (arch === undefined || !repo || lockfile.byName.size === 0 || lockfile.syntaxProblems.length > 0) return;
    const missing = unlocked(context, repo.effective(arch), repo.config.treefile(arch).packages, arch);
    const [first] = missing;
    if (!first) return;
    const { span } = lockfile.packages?.key ?? { span: { start: 0, end: 0 } };
    const why = `a strict build for ${arch} fails, another one takes what the repositories have. Bump the lockfiles or add an override.`;
    const named = ({ path, span: place, name: word }: ManifestPackage) => ({
      path,
      span: place,
      message: `${word} is named here`,
    });
    if (missing.length <= ONE_BY_ONE) {
      yield* missing.map(
        (one): Finding => ({
          span,
          package: one.name,
          message: `${one.path} names ${one.name}, which no lockfile locks: ${why}`,
          related: [named(one)],
        }),
      );
      return;
    }
    const some = missing.slice(0, NAMED);
    yield {
      span,
      message: `The manifest names ${missing.length} packages that no lockfile locks (${some.map(one => one.name).join(', ')}, ...): ${why}`,
      related: some.map(named),
    };
  },
};

function unlocked(
  { lockfile, availability }: RuleContext,
  locked: ReadonlyMap<string, unknown>,
  named: readonly ManifestPackage[],
  arch: string,
): ManifestPackage[] {
  const missing = named.filter(({ name }) => {
    if (NO_NAME.test(name)) return false;
    const arch = trailingArch(name);
    const archless = arch === undefined ? name : name.slice(0, -arch.length - 1);
    return ![name, archless, archless.replace(SUFFIX, '')].some(one => locked.has(one));
  });
  if (missing.length === 0) return [];
  const provided = new Set<string>();
  for (const name of locked.keys()) {
    for (let dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) provided.add(name.slice(0, dash));
  }
  for (const { metadata } of lockfile.byName.values()) {
    const source = metadata.get('sourcerpm')?.value;
    if (source?.kind === 'scalar') provided.add(source.text);
  }
  const known = availability(arch);
  return missing.filter(({ name }) => {
    return !provided.has(name) && !(known && complete(known) && !hasPackage(known, name));
  });
}
