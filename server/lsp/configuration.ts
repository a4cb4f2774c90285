/** The client's configuration, from whichever way an editor has of telling it. */
import { type ClientConfiguration, DEFAULT_SETTINGS, type RuleSeverity, type Settings } from '../protocol';

export const DEFAULT_CONFIGURATION: ClientConfiguration = {
  settings: DEFAULT_SETTINGS,
  proxy: { proxy: '', noProxy: [], strictSSL: true },
  // an editor without workspace trust has its user's trust
  trusted: true,
  storageFolder: undefined,
  gitPath: '',
};

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string');

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const SEVERITIES: readonly unknown[] = ['off', 'error', 'warning', 'info', 'hint'] satisfies RuleSeverity[];

/** A section `manifestLock` as JSON; whatever in it is missing or of a wrong type keeps its default and is named in `problems`. */
export function readSettings(section: unknown, problems: string[]): Settings {
  const values = isObject(section) ? section : {};
  const pick = <T>(key: string, test: (value: unknown) => value is T, fallback: T): T => {
    const value = lookUp(values, key);
    if (value === undefined || value === null) return fallback;
    if (test(value)) return value;
    problems.push(`manifestLock.${key}: ${JSON.stringify(value)} is not usable; taking ${JSON.stringify(fallback)}`);
    return fallback;
  };
  const severities = pick('rules.severity', isObject, {});
  return {
    network: pick('network', value => value === 'on' || value === 'off', DEFAULT_SETTINGS.network),
    inlayHints: pick('inlayHints', value => typeof value === 'boolean', DEFAULT_SETTINGS.inlayHints),
    codeLens: pick('codeLens', value => typeof value === 'boolean', DEFAULT_SETTINGS.codeLens),
    primaryArch: pick('primaryArch', isText, DEFAULT_SETTINGS.primaryArch),
    defaultRepositories: pick('defaultRepositories', isStrings, DEFAULT_SETTINGS.defaultRepositories),
    cacheFolder: pick('cacheFolder', value => typeof value === 'string', DEFAULT_SETTINGS.cacheFolder),
    severity: Object.fromEntries(
      Object.entries(severities).filter((entry): entry is [string, RuleSeverity] => {
        const usable = SEVERITIES.includes(entry[1]);
        if (!usable) problems.push(`manifestLock.rules.severity.${entry[0]}: no severity: ${JSON.stringify(entry[1])}`);
        return usable;
      }),
    ),
  };
}

/** `rules.severity` both as nested objects and as one dotted key. */
function lookUp(values: Values, key: string): unknown {
  if (key in values) return values[key];
  let value: unknown = values;
  for (const part of key.split('.')) value = isObject(value) ? value[part] : undefined;
  return value;
}

/** `initializationOptions` or the payload of `manifestLock/configure`; undefined where it is not what our client sends. */
export function readClientConfiguration(value: unknown, problems: string[]): ClientConfiguration | undefined {
  if (!isObject(value) || !isObject(value['settings'])) return undefined;
  const { settings, proxy, trusted, storageFolder, gitPath } = value;
  const { severity, ...rest } = settings as Values;
  const http = isObject(proxy) ? proxy : {};
  return {
    settings: readSettings({ ...rest, rules: { severity } }, problems),
    proxy: {
      proxy: typeof http['proxy'] === 'string' ? http['proxy'] : '',
      noProxy: isStrings(http['noProxy']) ? http['noProxy'] : [],
      strictSSL: http['strictSSL'] !== false,
    },
    trusted: trusted === true,
    storageFolder: typeof storageFolder === 'string' && storageFolder !== '' ? storageFolder : undefined,
    gitPath: typeof gitPath === 'string' ? gitPath : '',
  };
}

/** Where answers and metadata are kept, absolute; undefined for the server's own default. */
export function cacheFolderOf({ settings, storageFolder }: ClientConfiguration): string | undefined {
  return settings.cacheFolder === '' ? storageFolder : settings.cacheFolder;
}

export function modeOf(configuration: ClientConfiguration): 'online' | 'offline' | 'restricted' {
  if (!configuration.trusted) return 'restricted';
  return configuration.settings.network === 'off' ? 'offline' : 'online';
}

/** Undefined where git must not be run: it runs what a repository's configuration says. */
export function gitProgramOf(configuration: ClientConfiguration): string | undefined {
  if (modeOf(configuration) === 'restricted') return undefined;
  return configuration.gitPath === '' ? 'git' : configuration.gitPath;
}
