/**
 * Reads `.manifest-lock.yaml`. Every mistake is a problem with its place; what is wrong keeps its default, the rest counts. Only
 * a service whose address is none is off: whoever names one does not mean Fedora's.
 */
import type { ConfigProblem } from './model';
import { readIgnored } from './read-ignored';
import { readStreams } from './read-streams';
import {
  CONFIGURED_SEVERITIES,
  type ConfiguredSeverity,
  DEFAULT_REPO_SETTINGS,
  KOJI_TAG,
  KOJI_TAG_KINDS,
  REPO_SETTINGS_FILE,
  type RepoSettings,
  SERVICE_OFF,
  SERVICE_URL,
  SERVICES,
} from './repo-settings';
import { SettingsFile } from './settings-reader';
import type { YamlValue } from './yaml-reader';

export interface ReadSettingsOptions {
  /** Codes of all rules; undefined: any will do. */
  readonly ruleCodes?: readonly string[] | undefined;
  /** Repositories that `.repo` files define; undefined: any will do. */
  readonly repositories?: readonly string[] | undefined;
}

export interface ReadSettings {
  readonly settings: RepoSettings;
  readonly problems: readonly ConfigProblem[];
}

const KEYS = ['rules', 'streams', 'repositories', 'services', 'koji-tags', 'ignore'];

/** Never throws. An empty file says nothing: everything is as by default. */
export function readRepoSettings(text: string, options: ReadSettingsOptions = {}): ReadSettings {
  const file = new SettingsFile(REPO_SETTINGS_FILE, text);
  // where the syntax is broken from the start there is nothing to be of a wrong type
  const nothing = file.root.isNull;
  const members = nothing ? new Map<string, YamlValue>() : file.members(file.root, KEYS);
  const section = (key: string): YamlValue | undefined => {
    const value = members.get(key);
    return value?.isNull ? undefined : value;
  };
  const settings = {
    severity: readSeverities(file, section('rules'), options.ruleCodes),
    streams: readStreams(file, section('streams')),
    repositories: readRepositories(file, section('repositories'), options.repositories),
    services: readServices(file, section('services')),
    kojiTags: readKojiTags(file, section('koji-tags')),
    ignore: readIgnored(file, section('ignore'), options.ruleCodes),
  };
  return { settings, problems: file.problems };
}

function readSeverities(
  file: SettingsFile,
  value: YamlValue | undefined,
  ruleCodes: readonly string[] | undefined,
): Readonly<Record<string, ConfiguredSeverity>> {
  const found = new Map<string, ConfiguredSeverity>();
  for (const { key, value: member } of value?.members() ?? []) {
    if (!file.isRule(key.value, key.span, ruleCodes)) continue;
    // as written: `off` is a boolean for readers of YAML 1.1
    const text = member.text;
    const severity = CONFIGURED_SEVERITIES.find(known => known === text);
    if (severity) found.set(key.value, severity);
    else {
      const hint = text === undefined ? '' : file.hint(text, CONFIGURED_SEVERITIES);
      member.problem(`'${member.what}' must be one of ${CONFIGURED_SEVERITIES.join(', ')}.${hint}`);
    }
  }
  return Object.fromEntries(found);
}

function readRepositories(
  file: SettingsFile,
  value: YamlValue | undefined,
  defined: readonly string[] | undefined,
): string[] {
  const ids = new Set<string>();
  for (const { value: id, span } of value?.strings() ?? []) {
    if (defined === undefined || defined.includes(id)) ids.add(id);
    else file.problem(span, `No .repo file defines the repository '${id}'.${file.hint(id, defined)}`);
  }
  return [...ids];
}

function readServices(file: SettingsFile, value: YamlValue | undefined): RepoSettings['services'] {
  if (!value) return DEFAULT_REPO_SETTINGS.services;
  const services: { -readonly [K in keyof RepoSettings['services']]: RepoSettings['services'][K] } = {};
  const members = file.members(value, SERVICES);
  for (const name of SERVICES) {
    const member = members.get(name);
    // as written: `off` is a boolean for readers of YAML 1.1
    const url = member?.text === SERVICE_OFF ? SERVICE_OFF : member?.string()?.value;
    if (!member) continue;
    const usable = url === SERVICE_OFF || (url !== undefined && SERVICE_URL.test(url) && URL.canParse(url));
    services[name] = usable ? url : SERVICE_OFF;
    if (url === undefined || usable) continue;
    file.problem(
      member.span,
      `'${member.what}' must be an address that begins with https:// (http:// on this machine only), or ${SERVICE_OFF}.`,
    );
  }
  return services;
}

function readKojiTags(file: SettingsFile, value: YamlValue | undefined): RepoSettings['kojiTags'] {
  if (!value) return DEFAULT_REPO_SETTINGS.kojiTags;
  const tags = { ...DEFAULT_REPO_SETTINGS.kojiTags };
  const members = file.members(value, KOJI_TAG_KINDS);
  for (const kind of KOJI_TAG_KINDS) {
    const member = members.get(kind);
    const tag = member?.string()?.value;
    if (!member || tag === undefined) continue;
    if (KOJI_TAG.test(tag)) tags[kind] = tag;
    else {
      file.problem(
        member.span,
        `'${member.what}' must be the name of a Koji tag: letters, digits, and any of _ / . + -, with {releasever} for the release version.`,
      );
    }
  }
  return tags;
}
