/** `streams` of `.manifest-lock.yaml`: the file's own streams, and Fedora CoreOS's as far as it does not say otherwise. */
import { BRANCH_NAME, DEFAULT_REPO_SETTINGS, type StreamPolicy } from './repo-settings';
import type { SettingsFile } from './settings-reader';
import type { Located, YamlValue } from './yaml-reader';

const KEYS = ['branch', 'not-behind', 'promotes-to'] as const;

type Policies = ReadonlyMap<string, StreamPolicy>;

/** What one stream's map says; a key that is absent or wrong is undefined. */
interface Said {
  readonly branch: string | undefined;
  readonly notBehind: readonly Located<string>[] | undefined;
  readonly promotesTo: readonly Located<string>[] | undefined;
}

/** Streams by name. A stream of one of Fedora CoreOS's names replaces what it says, key by key. */
export function readStreams(file: SettingsFile, value: YamlValue | undefined): Policies {
  const defaults = DEFAULT_REPO_SETTINGS.streams;
  if (!value) return defaults;
  const said = new Map(value.members().map(({ key, value: member }) => [key.value, readStream(file, member)]));
  const names = new Set([...defaults.keys(), ...said.keys()]);
  const known = (own: string, targets: readonly Located<string>[] | undefined): Located<string>[] | undefined =>
    targets?.filter(target => isOther(file, own, target, names));
  const checked = new Map(
    [...said].map(([name, { branch, notBehind, promotesTo }]): [string, Said] => [
      name,
      { branch, notBehind: known(name, notBehind), promotesTo: known(name, promotesTo) },
    ]),
  );
  const promotions = withoutCycles(file, names, defaults, checked);
  const policies = [...names].map((name): [string, StreamPolicy] => {
    const own = checked.get(name);
    const usual = defaults.get(name);
    const branch = own?.branch ?? usual?.branch ?? name;
    const notBehind = texts(own?.notBehind) ?? usual?.notBehind ?? [];
    return [name, { name, branch, notBehind, promotesTo: promotions.get(name) ?? [] }];
  });
  return new Map(policies);
}

function readStream(file: SettingsFile, value: YamlValue): Said {
  const members = value.isNull ? new Map<string, YamlValue>() : file.members(value, KEYS);
  const branch = members.get('branch')?.string();
  const usable = branch !== undefined && BRANCH_NAME.test(branch.value);
  if (branch && !usable) {
    file.problem(branch.span, `'${branch.value}' is no short name of a branch, such as 'stable' or 'rhel-9.8'.`);
  }
  const list = (key: (typeof KEYS)[number]): Located<string>[] | undefined => {
    const member = members.get(key);
    const found = member?.strings();
    // of a wrong type it says nothing, and what is usual stays
    return member?.isSequence ? found : undefined;
  };
  return { branch: usable ? branch.value : undefined, notBehind: list('not-behind'), promotesTo: list('promotes-to') };
}

function isOther(file: SettingsFile, own: string, { value, span }: Located<string>, names: ReadonlySet<string>) {
  if (value === own) {
    file.problem(span, `The stream '${own}' cannot stand in such a relation to itself.`);
    return false;
  }
  if (names.has(value)) return true;
  file.problem(span, `No stream is called '${value}'.${file.hint(value, [...names])}`);
  return false;
}

/** What each stream promotes to. A promotion of the file that would lead back to where it came from is a problem, and left out. */
function withoutCycles(
  file: SettingsFile,
  names: ReadonlySet<string>,
  defaults: Policies,
  said: ReadonlyMap<string, Said>,
): ReadonlyMap<string, readonly string[]> {
  const promotions = new Map<string, string[]>();
  for (const name of names) {
    promotions.set(name, said.get(name)?.promotesTo ? [] : [...(defaults.get(name)?.promotesTo ?? [])]);
  }
  for (const [name, { promotesTo = [] }] of said) {
    for (const { value, span } of promotesTo) {
      const back = pathBetween(value, name, promotions);
      const own = promotions.get(name);
      if (back) file.problem(span, `Promotions must not go round in a circle: ${[name, ...back].join(' > ')}.`);
      else if (!own?.includes(value)) own?.push(value);
    }
  }
  return promotions;
}

/** The streams from one to the other, both included, along promotions; undefined where there is no such way. */
function pathBetween(
  from: string,
  to: string,
  promotions: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const came = new Map<string, string | undefined>([[from, undefined]]);
  // a map may grow while it is gone through
  for (const name of came.keys()) {
    if (name === to) {
      const path: string[] = [];
      for (let at: string | undefined = to; at !== undefined; at = came.get(at)) path.unshift(at);
      return path;
    }
    for (const next of promotions.get(name) ?? []) if (!came.has(next)) came.set(next, name);
  }
  return undefined;
}

function texts(values: readonly Located<string>[] | undefined): string[] | undefined {
  return values && [...new Set(values.map(({ value }) => value))];
}
