/** One file, one rule, findings as `line:column-line:column` and what the fixes make of the text. */
import type { ConfigRepo } from '../../../server/config-repo/model';
import { DEFAULT_REPO_SETTINGS, type RepoSettings } from '../../../server/config-repo/repo-settings';
import { parseRpmsLock } from '../../../server/config-repo/rpms-lock';
import { applyEdits } from '../../../server/lockfile/edits';
import { effectiveSet, type LayerFile } from '../../../server/lockfile/layers';
import type { Span } from '../../../server/lockfile/model';
import { parseLockfileName } from '../../../server/lockfile/name';
import { parseLockfile } from '../../../server/lockfile/parse';
import type { Availability } from '../../../server/rpmmd/repositories';
import { type CheckedFinding, checkFile } from '../../../server/rules/check';
import type { Rule, RuleContext } from '../../../server/rules/rule';
import type { ServiceFacts } from '../../../server/services/facts';
import { type BranchTexts, branchesOf, layerFile, layerFiles } from '../../support/branches';

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
  /** What `.manifest-lock.yaml` says, over the defaults. */
  readonly settings?: Partial<RepoSettings>;
  /** Text of `rpms.lock.yaml`. */
  readonly rpmsLock?: string;
  /** What Koji and Bodhi are known to say. */
  readonly services?: ServiceFacts;
}

export function contextOf(path: string, text: string, around: Surroundings = {}): RuleContext {
  const own = layerFile(path, text);
  return {
    path,
    name: parseLockfileName(path),
    lockfile: own?.lockfile ?? parseLockfile(text, path.endsWith('.json') ? 'json' : 'yaml'),
    repo: around.files && repoContext(own, around.files, around),
    availability: basearch => around.availability?.find(known => known.basearch === basearch),
    services: around.services,
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
    strays: [],
    repoConfigs: new Map(),
    settings: { ...DEFAULT_REPO_SETTINGS, ...around.settings },
    rpmsLock: around.rpmsLock === undefined ? undefined : parseRpmsLock(around.rpmsLock).rpmsLock,
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
