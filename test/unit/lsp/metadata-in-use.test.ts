import { describe, expect, it } from 'vitest';
import type { ConfigRepo } from '../../../server/config-repo/model';
import { DEFAULT_CONFIGURATION } from '../../../server/lsp/configuration';
import { MetadataInUse } from '../../../server/lsp/metadata-in-use';
import type { Ports } from '../../../server/lsp/ports';
import type { ClientConfiguration } from '../../../server/protocol';

const OVERRIDES = '/config/manifest-lock.overrides.yaml';
const CONFIG = {
  basearches: ['x86_64', 'aarch64'],
  releasever: '40',
  repos: () => [],
  pool: () => [],
} as unknown as ConfigRepo;

function setUp() {
  let configuration: ClientConfiguration = { ...DEFAULT_CONFIGURATION, storageFolder: '/storage' };
  const opened: (string | undefined)[] = [];
  const state = { closed: 0 };
  const ports = {
    now: () => 0,
    openRepositories: ({ cacheFolder }: { readonly cacheFolder: string | undefined }) => {
      opened.push(cacheFolder);
      const snapshot = async ({ basearch }: { readonly basearch: string }) => ({ basearch, repositories: [] });
      return {
        repositories: { snapshot, load: async () => undefined },
        close: async () => {
          state.closed++;
        },
      };
    },
  } as unknown as Ports;
  const metadata = new MetadataInUse({
    ports,
    configuration: () => configuration,
    onChange: () => undefined,
    onActivity: () => undefined,
    onError: () => undefined,
    onLog: () => undefined,
  });
  const known = () => CONFIG.basearches.filter(arch => metadata.availability('/config', arch));
  const configure = (changed: Partial<ClientConfiguration>): void => {
    const before = configuration;
    configuration = { ...configuration, ...changed };
    metadata.configurationChanged(before);
  };
  return { metadata, known, configure, opened, state };
}

describe('MetadataInUse', () => {
  it('wants the primary basearch for a common file, and that of an arch file', () => {
    const { metadata, known } = setUp();
    metadata.want('/config', CONFIG, [OVERRIDES]);
    expect(known()).toEqual(['x86_64']);
    metadata.want('/config', CONFIG, ['/config/manifest-lock.aarch64.json']);
    expect(known()).toEqual(['aarch64']);
  });

  it('wants every basearch where that was asked for, until the repository is dropped', () => {
    const { metadata, known } = setUp();
    metadata.wantAllArches('/config');
    metadata.want('/config', CONFIG, [OVERRIDES]);
    expect(known()).toEqual(['x86_64', 'aarch64']);
    metadata.drop('/config');
    expect(known()).toEqual([]);
    metadata.want('/config', CONFIG, [OVERRIDES]);
    expect(known()).toEqual(['x86_64']);
  });

  it('wants nothing for a repository that has no lockfile open, and in an untrusted workspace', () => {
    const { metadata, known, configure, opened } = setUp();
    metadata.want('/config', CONFIG, []);
    configure({ trusted: false });
    metadata.want('/config', CONFIG, [OVERRIDES]);
    expect(known()).toEqual([]);
    expect(opened).toEqual([]);
  });

  it('opens the cache anew where it is another', () => {
    const { metadata, configure, opened, state } = setUp();
    metadata.want('/config', CONFIG, [OVERRIDES]);
    configure({ gitPath: '/opt/git' });
    metadata.want('/config', CONFIG, [OVERRIDES]);
    configure({ storageFolder: '/other' });
    metadata.want('/config', CONFIG, [OVERRIDES]);
    expect(opened).toEqual(['/storage', '/other']);
    expect(state.closed).toBe(1);
  });
});
