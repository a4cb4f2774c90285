/** Settings as the editor hands them over, and what they are where nobody says anything. */

export type RuleSeverity = 'off' | 'error' | 'warning' | 'info' | 'hint';

/** `manifestLock.*`, as VS Code hands it over. */
export interface Settings {
  /** `manifestLock.network` */
  readonly network: 'on' | 'off';
  /** `manifestLock.inlayHints` */
  readonly inlayHints: boolean;
  /** `manifestLock.codeLens` */
  readonly codeLens: boolean;
  /** `manifestLock.primaryArch`: the basearch an overrides file's metadata is fetched for. */
  readonly primaryArch: string;
  /** `manifestLock.defaultRepositories`: for branches whose manifest names no `repos`. */
  readonly defaultRepositories: readonly string[];
  /** `manifestLock.cacheFolder`: empty for the default. */
  readonly cacheFolder: string;
  /** `manifestLock.rules.severity` */
  readonly severity: Readonly<Record<string, RuleSeverity>>;
}

export const DEFAULT_SETTINGS: Settings = {
  network: 'on',
  inlayHints: true,
  codeLens: true,
  primaryArch: 'x86_64',
  defaultRepositories: ['fedora', 'fedora-updates'],
  cacheFolder: '',
  severity: {},
};
