/** Our server and yaml-language-server, each set up to check a lockfile and to ask no network. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ClientConfiguration, DEFAULT_SETTINGS } from '../../../server/protocol';
import { LanguageServer } from './language-server';

export function startOurs(folder: string, pulls: boolean): Promise<LanguageServer> {
  const configuration: ClientConfiguration = {
    settings: { ...DEFAULT_SETTINGS, network: 'off' },
    proxy: { proxy: '', noProxy: [], strictSSL: true },
    trusted: true,
    storageFolder: join(folder, '.storage'),
    gitPath: '',
  };
  return LanguageServer.start({
    args: [join(__dirname, 'server.js')],
    folder,
    languageId: path => (path.endsWith('.json') ? 'json' : 'manifest-lock'),
    pulls,
    initializationOptions: configuration,
  });
}

export function startYaml(script: string, folder: string): Promise<LanguageServer> {
  const schema = pathToFileURL(join(process.cwd(), 'test/bench/peer-schema.json')).href;
  return LanguageServer.start({
    args: [script],
    folder,
    languageId: () => 'yaml',
    pulls: false,
    sections: {
      yaml: {
        validate: true,
        hover: true,
        completion: true,
        schemas: { [schema]: 'manifest-lock*' },
        schemaStore: { enable: false },
        kubernetesCRDStore: { enable: false },
      },
    },
  });
}
