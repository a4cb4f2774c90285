/** VS Code's settings as the server wants them. */
import { type ConfigurationChangeEvent, workspace } from 'vscode';
import { type ClientConfiguration, DEFAULT_SETTINGS } from '../server/protocol';

export function affectsConfiguration(event: ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration('manifestLock') || event.affectsConfiguration('http');
}

/** `storageFolder`: where the metadata cache goes when `manifestLock.cacheFolder` is empty. */
export function readConfiguration(storageFolder: string): ClientConfiguration {
  const own = workspace.getConfiguration('manifestLock');
  const http = workspace.getConfiguration('http');
  return {
    settings: {
      network: own.get('network', DEFAULT_SETTINGS.network),
      inlayHints: own.get('inlayHints', DEFAULT_SETTINGS.inlayHints),
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
  };
}
