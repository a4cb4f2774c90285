/** Lockfiles of the shape and size that Fedora CoreOS has, and config repositories of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from 'vscode-languageserver-protocol/node';

export type Format = 'json' | 'yaml';

/** Packages of a base lock: 55 KB of JSON, as testing-devel had in October 2024. */
export const BASE_PACKAGES = 440;

export const ARCHES = ['aarch64', 'ppc64le', 's390x', 'x86_64'] as const;

export interface LockedPackage {
  readonly name: string;
  readonly evr: string;
  readonly source: string;
  readonly noarch: boolean;
}

/** Packages of invented names, sorted as a lock has them; epochs, siblings and noarch as often as in a real one. */
export function packages(count: number): LockedPackage[] {
  return Array.from({ length: count }, (_, i) => {
    const source = `package-${String(i - (i % 3)).padStart(5, '0')}`;
    const name = i % 3 === 0 ? source : `${source}-${i % 3 === 1 ? 'core' : 'libs'}`;
    const epoch = i % 24 < 3 ? '1:' : '';
    const of = i - (i % 3);
    return { name, evr: `${epoch}${of % 40}.${of % 11}.${of % 7}-${(of % 9) + 1}.fc40`, source, noarch: i % 5 === 0 };
  });
}

export function baseLock(count: number, basearch: string, format: Format): string {
  const locked = packages(count);
  const evra = ({ evr, noarch }: LockedPackage): string => `${evr}.${noarch ? 'noarch' : basearch}`;
  const generated = '2024-10-20T00:00:00Z';
  if (format === 'json') {
    const entries = locked.map(each => [each.name, { evra: evra(each), metadata: { sourcerpm: each.source } }]);
    return `${JSON.stringify({ packages: Object.fromEntries(entries), metadata: { generated } }, null, 2)}\n`;
  }
  const lines = locked.map(
    each => `  ${each.name}:\n    evra: ${evra(each)}\n    metadata:\n      sourcerpm: ${each.source}\n`,
  );
  return `packages:\n${lines.join('')}metadata:\n  generated: '${generated}'\n`;
}

/** Overrides as `ci/overrides.py` writes them: a pin and fast-tracks, the header comment included. */
export function overrides(): string {
  const entry = (i: number, type: string, bodhi: boolean): string =>
    [
      `  ${packages(i + 1)[i]?.name}:`,
      `    evr: 50.${i}.1-1.fc40`,
      '    metadata:',
      ...(bodhi
        ? [`      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-${String(i).padStart(10, '0')}`]
        : []),
      `      reason: https://github.com/coreos/fedora-coreos-tracker/issues/${1700 + i}`,
      `      type: ${type}`,
      '',
    ].join('\n');
  const header = [
    'This lockfile should be used to pin to a package version (`type: pin`) or to',
    'fast-track packages ahead of Bodhi (`type: fast-track`). Fast-tracked',
    'packages will automatically be removed once they are in the stable repos.',
    '',
    'IMPORTANT: YAML comments *will not* be preserved. All `pin` overrides *must*',
    'include a URL in the `metadata.reason` key. Overrides of type `fast-track`',
    '*should* include a Bodhi update URL in the `metadata.bodhi` key and a URL',
    'in the `metadata.reason` key, though it is acceptable to omit a `reason`',
    'for FCOS-specific packages (ignition, afterburn, etc.).',
  ].map(text => `# ${text}`.trimEnd());
  const entries = [6, 33, 66, 120, 240, 363].map((i, n) => entry(i, n === 0 ? 'pin' : 'fast-track', n > 0));
  return `${header.join('\n')}\n\npackages:\n${entries.join('')}`;
}

/** A config repository with these lockfiles; the base locks that are not among them are there as well. */
export function configRepo(folder: string, lockfiles: Readonly<Record<string, string>>, baseurl: string): void {
  mkdirSync(folder, { recursive: true });
  const arches = ARCHES.filter(arch => !Object.keys(lockfiles).some(path => path.startsWith(`manifest-lock.${arch}.`)));
  const files: Record<string, string> = {
    'manifest.yaml': 'releasever: 40\nvariables:\n  stream: testing-devel\nrepos:\n  - fedora\n',
    'fedora.repo': `[fedora]\nname=Fedora\nbaseurl=${baseurl}\nenabled=1\n`,
    ...Object.fromEntries(arches.map(arch => [`manifest-lock.${arch}.json`, baseLock(BASE_PACKAGES, arch, 'json')])),
    ...lockfiles,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
}

/** One keystroke and its reverse, in the middle of a lockfile: `evra` without its last letters is no key. */
export interface Typing {
  readonly broken: string;
  /** Where the letters go and are. */
  readonly position: Position;
  readonly letters: string;
  /** On the name of another package, further up. */
  readonly name: Position;
}

export function typing(text: string): Typing {
  const lines = text.split('\n');
  const keys = lines.flatMap((line, i) => (/^ +"?evra?"?:/.test(line) ? [i] : []));
  const key = keys[keys.length >> 1] ?? 0;
  const line = lines[key] ?? '';
  const at = line.indexOf('ev') + 2;
  const letters = /^r\w*/.exec(line.slice(at))?.[0] ?? '';
  const other = (keys[(keys.length >> 1) - 1] ?? 0) - 1;
  return {
    broken: lines.with(key, line.slice(0, at) + line.slice(at + letters.length)).join('\n'),
    position: { line: key, character: at },
    letters,
    name: { line: other, character: (lines[other] ?? '').search(/\w/) + 1 },
  };
}
