/** VS Code's settings as the server wants them. */
import { existsSync } from 'node:fs';
import { type ConfigurationChangeEvent, workspace } from 'vscode';
import { type ClientConfiguration, DEFAULT_SETTINGS } from '../server/protocol';

export function affectsConfiguration(event: ConfigurationChangeEvent): boolean {
  return ['manifestLock', 'http', 'git.path'].some(section => event.affectsConfiguration(section));
}

/** `storageFolder`: where the metadata cache goes when `manifestLock.cacheFolder` is empty. */
export function readConfiguration(storageFolder: string): ClientConfiguration {
  const own = workspace.getConfiguration('manifestLock');
  const http = workspace.getConfiguration('http');
  return {
    settings: {
      network: own.get('network', DEFAULT_SETTINGS.network),
      inlayHints: own.get('inlayHints', DEFAULT_SETTINGS.inlayHints),
      codeLens: own.get('codeLens', DEFAULT_SETTINGS.codeLens),
      primaryArch: own.get('primaryArch', DEFAULT_SETTINGS.primaryArch),
      defaultRepositories: own.get('defaultRepositories', DEFAULT_SETTINGS.defaultRepositories),
      cacheFolder: own.get('cacheFolder', DEFAULT_SETTINGS.cacheFolder),
      severity: own.get('rules.severity', DEFAULT_SETTINGS.severity),
    },
    proxy: {
      proxy: http.get('proxy', ''),
      noProxy: http.get('noProxy', []),
      strictSSL: http.get('proxyStrictSSL', true),
    },
    trusted: workspace.isTrusted,
    storageFolder,
    gitPath: gitPath(),
  };
}

/** `git.path` is a path, a list of which the first that exists counts, or null. */
function gitPath(): string {
  const value: unknown = workspace.getConfiguration('git').get('path');
  const paths: readonly unknown[] = Array.isArray(value) ? value : [value];
  return paths.find((path): path is string => typeof path === 'string' && existsSync(path)) ?? '';
}
