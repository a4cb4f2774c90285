/** One file, one rule, findings as `line:column-line:column` and what the fixes make of the text. */
import type { ConfigRepo } from '../../../server/config-repo/model';
import { applyEdits } from '../../../server/lockfile/edits';
import { effectiveSet, type LayerFile } from '../../../server/lockfile/layers';
import type { Span } from '../../../server/lockfile/model';
import { parseLockfileName } from '../../../server/lockfile/name';
import { parseLockfile } from '../../../server/lockfile/parse';
import type { Availability } from '../../../server/rpmmd/repositories';
import { type CheckedFinding, checkFile } from '../../../server/rules/check';
import type { Rule, RuleContext } from '../../../server/rules/rule';

export const OVERRIDES = 'manifest-lock.overrides.yaml';
export const X86_64_OVERRIDES = 'manifest-lock.overrides.x86_64.yaml';
export const X86_64_BASE = 'manifest-lock.x86_64.json';

export interface Surroundings {
  /** Other lockfiles of the repository, text by name. Given (if empty), the file is part of a repository. */
  readonly files?: Readonly<Record<string, string>>;
  readonly basearches?: readonly string[];
  readonly availability?: readonly Availability[];
}

export function contextOf(path: string, text: string, around: Surroundings = {}): RuleContext {
  const own = layerFile(path, text);
  return {
    path,
    name: parseLockfileName(path),
    lockfile: own?.lockfile ?? parseLockfile(text, path.endsWith('.json') ? 'json' : 'yaml'),
    repo:
      around.files && repoContext(own, around.files, around.basearches ?? ['x86_64', 'aarch64'], around.availability),
    availability: basearch => around.availability?.find(known => known.basearch === basearch),
  };
}

/** A base lock with these `name: evra` pairs. */
export function baseLock(packages: Readonly<Record<string, string>>): string {
  const entries = Object.entries(packages).map(([name, evra]) => [name, { evra }]);
  return JSON.stringify({ packages: Object.fromEntries(entries) }, undefined, 2);
}

export function findings(rule: Rule, path: string, text: string, around?: Surroundings): CheckedFinding[] {
  return checkFile(contextOf(path, text, around), {
    severity: {},
    rules: [rule],
    ...(rule.severity === 'off' ? { only: new Set([rule.code]) } : {}),
  });
}

/** `SEVERITY LINE:COLUMN-LINE:COLUMN MESSAGE`, lines and columns counted from 1. */
export function lines(rule: Rule, path: string, text: string, around?: Surroundings): string[] {
  return findings(rule, path, text, around).map(({ severity, span, message }) => {
    return `${severity} ${place(text, span)} ${message}`;
  });
}

export function titles(rule: Rule, path: string, text: string, around?: Surroundings): string[][] {
  return findings(rule, path, text, around).map(({ fixes = [] }) => {
    return fixes.map(({ title, preferred, fixAll }) => `${title}${preferred ? ' *' : ''}${fixAll ? ' all' : ''}`);
  });
}

/** The text after the fix of that title (of the first finding that offers it). */
export function fixed(rule: Rule, path: string, text: string, title: string, around?: Surroundings): string {
  const context = contextOf(path, text, around);
  const all = findings(rule, path, text, around).flatMap(finding => finding.fixes ?? []);
  const fix = all.find(candidate => candidate.title === title);
  if (!fix) throw new Error(`No fix "${title}", but: ${all.map(candidate => candidate.title).join('; ')}`);
  return fix.edits.reduce((before, { path: edited, edits }) => {
    if (edited !== path) throw new Error(`The fix edits ${edited}.`);
    return applyEdits(before, edits);
  }, context.lockfile.text);
}

function place(text: string, { start, end }: Span): string {
  const at = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  };
  return `${at(start)}-${at(end)}`;
}

function layerFile(path: string, text: string): LayerFile | undefined {
  const name = parseLockfileName(path);
  return name && { path, layer: name.layer, arch: name.arch, lockfile: parseLockfile(text, name.format) };
}

function repoContext(
  own: LayerFile | undefined,
  others: Readonly<Record<string, string>>,
  basearches: readonly string[],
  known: readonly Availability[] = [],
): NonNullable<RuleContext['repo']> {
  const files = [...Object.entries(others).map(([path, text]) => layerFile(path, text)), own].filter(
    file => file !== undefined,
  );
  const ids = (basearch: string, role: string) =>
    known
      .filter(found => found.basearch === basearch)
      .flatMap(({ repositories }) => repositories)
      .filter(repository => repository.role === role)
      .map(({ id }) => id);
  const config: ConfigRepo = {
    stream: 'testing-devel',
    releasever: '40',
    basearches,
    lockfiles: [],
    repoConfigs: new Map(),
    problems: [],
    sources: [],
    repos: () => [],
    pool: () => [],
    treefile: basearch => ({
      basearch,
      repos: ids(basearch, 'repo'),
      lockfileRepos: ids(basearch, 'pool'),
      packages: [],
      variables: {},
    }),
  };
  return { config, files, effective: basearch => effectiveSet(basearch, files) };
}
