/** One file, one rule, findings as `line:column-line:column` and what the fixes make of the text. */
import { createHash } from 'node:crypto';
import type { Branches, EntryOrigin, RefSnapshot } from '../../../server/config-repo/branches';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { DEFAULT_REPO_SETTINGS } from '../../../server/config-repo/repo-settings';
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
  /** Unix milliseconds; 2024-10-24 12:00 UTC where not given. */
  readonly now?: number;
  /** testing-devel where not given. */
  readonly stream?: string;
  /** 40 where not given. */
  readonly releasever?: string;
  /** Packages that the manifest names, on every basearch. */
  readonly packages?: readonly string[];
  readonly branches?: BranchTexts;
}

/** Other states of the repository: lockfile texts by name. */
export interface BranchTexts {
  /** HEAD. */
  readonly before?: Readonly<Record<string, string>>;
  /** By stream name. */
  readonly streams?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly feeders?: readonly string[];
  /** By path, then by package name. */
  readonly origins?: Readonly<Record<string, Readonly<Record<string, EntryOrigin>>>>;
}

export function contextOf(path: string, text: string, around: Surroundings = {}): RuleContext {
  const own = layerFile(path, text);
  return {
    path,
    name: parseLockfileName(path),
    lockfile: own?.lockfile ?? parseLockfile(text, path.endsWith('.json') ? 'json' : 'yaml'),
    repo: around.files && repoContext(own, around.files, around),
    availability: basearch => around.availability?.find(known => known.basearch === basearch),
    now: around.now ?? Date.UTC(2024, 9, 24, 12),
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
  around: Surroundings,
): NonNullable<RuleContext['repo']> {
  const { basearches = ['x86_64', 'aarch64'], availability: known = [], stream = 'testing-devel' } = around;
  const files = [...layerFiles(others), ...(own ? [own] : [])];
  const ids = (basearch: string, role: string) =>
    known
      .filter(found => found.basearch === basearch)
      .flatMap(({ repositories }) => repositories)
      .filter(repository => repository.role === role)
      .map(({ id }) => id);
  const config: ConfigRepo = {
    stream,
    releasever: around.releasever ?? '40',
    basearches,
    lockfiles: [],
    repoConfigs: new Map(),
    settings: DEFAULT_REPO_SETTINGS,
    problems: [],
    sources: [],
    repos: () => [],
    pool: () => [],
    treefile: basearch => ({
      basearch,
      repos: ids(basearch, 'repo'),
      lockfileRepos: ids(basearch, 'pool'),
      packages: (around.packages ?? []).map(name => ({ name, path: 'manifest.yaml', span: { start: 0, end: 0 } })),
      variables: {},
    }),
  };
  const branches = around.branches && branchesOf(around.branches, stream, basearches);
  return { config, files, effective: basearch => effectiveSet(basearch, files), branches };
}

function layerFiles(texts: Readonly<Record<string, string>>): LayerFile[] {
  return Object.entries(texts)
    .map(([path, text]) => layerFile(path, text))
    .filter(file => file !== undefined);
}

function branchesOf(texts: BranchTexts, stream: string, basearches: readonly string[]): Branches {
  const snapshot = (label: string, found: Readonly<Record<string, string>>): RefSnapshot => {
    const files = layerFiles(found);
    const commit = createHash('sha1').update(label).digest('hex');
    const committed = Date.UTC(2024, 9, 23) / 1000;
    return { label, commit, committed, basearches, files, effective: basearch => effectiveSet(basearch, files) };
  };
  return {
    stream: DEFAULT_REPO_SETTINGS.streams.get(stream),
    before: texts.before && snapshot('HEAD', texts.before),
    streams: new Map(Object.entries(texts.streams ?? {}).map(([name, found]) => [name, snapshot(name, found)])),
    feeders: texts.feeders ?? [],
    origins: path => new Map(Object.entries(texts.origins?.[path] ?? {})),
  };
}
