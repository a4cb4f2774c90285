/** Sentences about several things. */

/** "x86_64", "x86_64 and aarch64", "x86_64, aarch64 and s390x". */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** "6.11.3-200.fc40", or where arches differ "6.11.3-200.fc40 (x86_64, aarch64), not locked (s390x)". */
export function versionsByArch(versions: ReadonlyMap<string, string | undefined>): string {
  const byVersion = new Map<string, string[]>();
  for (const [arch, version = 'not locked'] of versions) {
    byVersion.set(version, [...(byVersion.get(version) ?? []), arch]);
  }
  const words = [...byVersion].map(([version, arches]) => `${version} (${arches.join(', ')})`);
  const [only, ...others] = byVersion.keys();
  return only !== undefined && others.length === 0 ? only : words.join(', ');
}

const MANY = 3;

/** All names where they are few, else the first ones: "grub2-common, grub2-tools and 3 more". */
export function some(names: readonly string[], most = MANY): string {
  if (names.length <= most) return list(names);
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

/** "1 package", "2 packages". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
