/** `.repo` files as dnf reads them (dnf.conf(5), libdnf's conf/OptionBool.cpp, OptionSeconds.cpp, OptionStringList.cpp). */
import type { RepoConfig, RepoConfigProblem } from './repo-config';
import { type IniEntry, type IniSection, parseIni } from './repo-ini';

export interface RepoFile {
  /** Usable sections in file order; `main` is none. */
  readonly configs: readonly RepoConfig[];
  readonly problems: readonly RepoConfigProblem[];
}

const DEFAULT_PRIORITY = 99;
const DEFAULT_COST = 1000;
const FETCHABLE = /^(?:https?|file):\/\//i;

/** One file. `file` is its name for messages. Never throws: what cannot be used is in `problems`. */
export function parseRepoFile(text: string, file: string): RepoFile {
  const { sections, problems: broken } = parseIni(text);
  const problems: RepoConfigProblem[] = broken.map(problem => ({ file, ...problem }));
  const report = (line: number, message: string): void => {
    problems.push({ file, line, message });
  };
  const merged = new Map<string, IniSection>();
  for (const section of sections) {
    if (section.id === 'main') continue;
    const first = merged.get(section.id);
    if (first) {
      // as libdnf: one section, later keys win
      report(section.line, `section [${section.id}] is here twice; what it says here wins over line ${first.line + 1}`);
      first.entries.push(...section.entries);
    } else if (/^[A-Za-z0-9_.:-]+$/.test(section.id)) {
      merged.set(section.id, { ...section, entries: [...section.entries] });
    } else {
      report(section.line, `'${section.id}' is no repository id: only letters, digits and _ . : - are`);
    }
  }
  const configs = [...merged.values()].map(section => new SectionReader(section, file, report).read());
  return { configs, problems: problems.sort((a, b) => a.line - b.line) };
}

/** Several files in the order they are read; the first of equal ids counts, as in dnf, and the others are reported. */
export function mergeRepoFiles(files: readonly RepoFile[]): {
  configs: ReadonlyMap<string, RepoConfig>;
  problems: readonly RepoConfigProblem[];
} {
  const configs = new Map<string, RepoConfig>();
  const problems = files.flatMap(file => file.problems);
  for (const config of files.flatMap(file => file.configs)) {
    const first = configs.get(config.id);
    if (first === undefined) configs.set(config.id, config);
    else {
      const message = `[${config.id}] is in ${first.file} already, which counts`;
      problems.push({ file: config.file, line: config.line, message });
    }
  }
  return { configs, problems };
}

class SectionReader {
  readonly #entries = new Map<string, IniEntry>();

  constructor(
    private readonly section: IniSection,
    private readonly file: string,
    private readonly report: (line: number, message: string) => void,
  ) {
    for (const entry of section.entries) this.#entries.set(entry.key, entry);
  }

  read(): RepoConfig {
    const { id, line } = this.section;
    const config: RepoConfig = {
      id,
      name: this.#text('name') ?? id,
      file: this.file,
      line,
      enabled: this.#boolean('enabled') ?? true,
      baseurl: this.#urls('baseurl'),
      metalink: this.#urls('metalink')[0],
      mirrorlist: this.#urls('mirrorlist')[0],
      includepkgs: this.#list('includepkgs'),
      excludepkgs: [...this.#list('excludepkgs'), ...this.#list('exclude')],
      priority: this.#integer('priority') ?? DEFAULT_PRIORITY,
      cost: this.#integer('cost') ?? DEFAULT_COST,
      skipIfUnavailable: this.#boolean('skip_if_unavailable') ?? false,
      metadataExpire: this.#seconds('metadata_expire'),
    };
    if (config.baseurl.length === 0 && config.metalink === undefined && config.mirrorlist === undefined) {
      this.report(line, `[${id}] has no baseurl, metalink or mirrorlist that can be used`);
    }
    return config;
  }

  #text(key: string): string | undefined {
    const value = this.#entries.get(key)?.value;
    return value === undefined || value === '' ? undefined : value;
  }

  #list(key: string): string[] {
    return (this.#text(key) ?? '').split(/[\s,]+/).filter(item => item !== '');
  }

  #urls(key: string): string[] {
    const line = this.#entries.get(key)?.line ?? 0;
    return this.#list(key).filter(url => {
      // what a variable stands for is known only later
      if (FETCHABLE.test(url) || url.startsWith('$')) return true;
      this.report(line, `${key} of [${this.section.id}] is no http, https or file URL: ${url}`);
      return false;
    });
  }

  #boolean(key: string): boolean | undefined {
    const text = this.#text(key)?.toLowerCase();
    if (text === undefined) return undefined;
    if (['1', 'yes', 'true', 'on'].includes(text)) return true;
    if (['0', 'no', 'false', 'off'].includes(text)) return false;
    return this.#invalid(key, 'boolean (1, 0, yes, no, true, false, on, off)');
  }

  #integer(key: string): number | undefined {
    const text = this.#text(key);
    if (text === undefined) return undefined;
    return /^[+-]?\d+(?:\.\d*)?$/.test(text) ? Math.trunc(Number(text)) : this.#invalid(key, 'whole number');
  }

  /** `90`, `6h`, `1.5d`; `-1` and `never` are Infinity. */
  #seconds(key: string): number | undefined {
    const text = this.#text(key);
    if (text === undefined) return undefined;
    if (text === '-1' || text === 'never') return Number.POSITIVE_INFINITY;
    const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text.toLowerCase());
    if (!match) return this.#invalid(key, 'time (seconds, or a number with s, m, h or d, or never)');
    const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[match[2] || 's'] ?? 1;
    return Math.floor(Number(match[1]) * unit);
  }

  #invalid(key: string, wanted: string): undefined {
    const entry = this.#entries.get(key);
    this.report(entry?.line ?? this.section.line, `${key} of [${this.section.id}] is no ${wanted}: ${entry?.value}`);
    return undefined;
  }
}
