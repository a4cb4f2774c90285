/** One treefile as written, includes not yet followed: what of it names packages, repositories and variables. */
import { type Condition, parseCondition, type Variable } from './condition';
import type { ConfigProblem, ManifestPackage } from './model';
import { packagesIn } from './treefile-packages';
import { type Located, type Member, YamlFile, type YamlValue } from './yaml-reader';

/** Keys that rpm-ostree drops without a word from a treefile written inline. */
const IGNORED_INLINE = /^(?:include|arch-include|conditional-include|variables|packages-.+)$/;

export interface LocatedCondition {
  /** Undefined where it does not parse; the problem is the document's. */
  readonly condition: Condition | undefined;
  readonly span: Located<string>['span'];
}

export interface ConditionalInclude {
  /** All must hold. */
  readonly conditions: readonly LocatedCondition[];
  /** Files, relative to the including one, or a treefile of its own. */
  readonly include: readonly Located<string>[] | TreefileBody;
}

export interface ReleaseVersion {
  /** As written: `41`, `9.8`. */
  readonly text: string;
  readonly value: Variable;
}

/** The content of a treefile. */
export interface TreefileBody {
  readonly releasever: ReleaseVersion | undefined;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly repovars: ReadonlyMap<string, string>;
  readonly repos: readonly Located<string>[];
  readonly lockfileRepos: readonly Located<string>[];
  readonly packages: readonly ManifestPackage[];
  /** `packages-<basearch>` */
  readonly archPackages: ReadonlyMap<string, readonly ManifestPackage[]>;
  readonly excludePackages: readonly string[];
  readonly include: readonly Located<string>[];
  /** `arch-include` by basearch. */
  readonly archInclude: ReadonlyMap<string, readonly Located<string>[]>;
  readonly conditionalInclude: readonly ConditionalInclude[];
}

export interface TreefileDocument {
  readonly path: string;
  readonly body: TreefileBody;
  /** What is wrong with this file alone. */
  readonly problems: readonly ConfigProblem[];
}

/** Reads a treefile (YAML or JSON). An empty one is valid and says nothing. */
export function parseTreefile(text: string, path: string): TreefileDocument {
  const file = new YamlFile(path, text);
  const body = bodyOf(file, file.root.isNull ? [] : file.root.members());
  return { path, body, problems: file.problems };
}

function bodyOf(file: YamlFile, members: readonly Member[]): TreefileBody {
  const byKey = new Map(members.filter(({ value }) => !value.isNull).map(({ key, value }) => [key.value, value]));
  const strings = (key: string): readonly Located<string>[] => byKey.get(key)?.strings() ?? [];
  const packages = (value: YamlValue | undefined): ManifestPackage[] => packagesIn(file, value);
  const archPackages = new Map(
    members
      .filter(({ key }) => key.value.startsWith('packages-'))
      .map(({ key, value }) => [key.value.slice('packages-'.length), packages(value)]),
  );
  return {
    releasever: releaseVersion(byKey.get('releasever')),
    variables: variables(byKey.get('variables')),
    repovars: repovars(byKey.get('repovars')),
    repos: strings('repos'),
    lockfileRepos: strings('lockfile-repos'),
    packages: [
      ...packages(byKey.get('packages')),
      ...packages(byKey.get('bootstrap-packages')),
      ...repoPackages(file, byKey.get('repo-packages')),
    ],
    archPackages,
    excludePackages: strings('exclude-packages').map(name => name.value),
    include: byKey.get('include')?.stringOrStrings() ?? [],
    archInclude: new Map(
      (byKey.get('arch-include')?.members() ?? []).map(({ key, value }) => [key.value, value.stringOrStrings()]),
    ),
    conditionalInclude: (byKey.get('conditional-include')?.items() ?? []).flatMap(
      item => conditionalInclude(file, item) ?? [],
    ),
  };
}

function releaseVersion(value: YamlValue | undefined): ReleaseVersion | undefined {
  if (!value) return undefined;
  const text = value.text;
  // rpm-ostree takes an unsigned integer or a string; `9.8` without quotes is neither, but its meaning is plain
  if (text !== undefined && /^\d+\.\d+$/.test(text) && value.isNumber) {
    value.problem(`'releasever' must be a whole number or a string: write "${text}".`);
    return { text, value: text };
  }
  const variable = value.variable();
  if (!variable) return undefined;
  if (typeof variable.value === 'boolean') return value.problem("'releasever' must be a whole number or a string.");
  return { text: variable.text, value: variable.value };
}

function variables(value: YamlValue | undefined): Map<string, Variable> {
  const result = new Map<string, Variable>();
  for (const member of value?.members() ?? []) {
    const name = member.key.value;
    if (name === 'releasever' || name === 'basearch') {
      member.value.problem(`Variable '${name}' is reserved: rpm-ostree sets it itself.`);
      continue;
    }
    const variable = member.value.variable();
    if (variable) result.set(name, variable.value);
  }
  return result;
}

function repovars(value: YamlValue | undefined): Map<string, string> {
  const result = new Map<string, string>();
  for (const { key, value: member } of value?.members() ?? []) {
    if (key.value === 'releasever' || key.value === 'basearch') {
      member.problem(`Repository variable '${key.value}' cannot be set in 'repovars'.`);
      continue;
    }
    const text = member.string();
    if (text) result.set(key.value, text.value);
  }
  return result;
}

/** `repo-packages: [{repo: ID, packages: [...]}]`: packages that must come from one repository. */
function repoPackages(file: YamlFile, value: YamlValue | undefined): ManifestPackage[] {
  return (value?.items() ?? []).flatMap(item =>
    item.members().flatMap(({ key, value: list }) => (key.value === 'packages' ? packagesIn(file, list) : [])),
  );
}

function conditionalInclude(file: YamlFile, item: YamlValue): ConditionalInclude | undefined {
  const members = new Map(item.members().map(({ key, value }) => [key.value, value]));
  if (!item.isMap) return undefined;
  const condition = members.get('if');
  const include = members.get('include');
  if (!condition || !include) return item.problem("A conditional include needs both 'if' and 'include'.");
  const conditions = condition.stringOrStrings().map(({ value, span }) => {
    const parsed = parseCondition(value);
    if ('error' in parsed) file.problems.push({ path: file.path, span, message: parsed.error });
    return { condition: 'value' in parsed ? parsed.value : undefined, span };
  });
  // A condition that is not even text is not to be taken for one that always holds
  const unreadable = conditions.length < (condition.isSequence ? condition.items().length : 1);
  if (unreadable) conditions.push({ condition: undefined, span: condition.span });
  return { conditions, include: include.isMap ? inlineBody(file, include) : include.stringOrStrings() };
}

function inlineBody(file: YamlFile, value: YamlValue): TreefileBody {
  const members = value.members();
  const ignored = members.filter(({ key }) => IGNORED_INLINE.test(key.value));
  for (const { key } of ignored) {
    const message = `rpm-ostree ignores '${key.value}' in a treefile written inline.`;
    file.problems.push({ path: file.path, span: key.span, message });
  }
  return bodyOf(
    file,
    members.filter(member => !ignored.includes(member)),
  );
}
