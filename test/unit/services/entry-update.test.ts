import { describe, expect, it } from 'vitest';
import { liveUpdateOf, updateAlias } from '../../../server/services/entry-update';
import { bodhiFacts } from '../../support/service-facts';

describe('updateAlias', () => {
  it('takes the alias out of a link of an update, as the tools do', () => {
    const alias = 'FEDORA-2024-f0fd63c638';
    expect(updateAlias(`https://bodhi.fedoraproject.org/updates/${alias}`)).toBe(alias);
    expect(updateAlias(`https://bodhi.fedoraproject.org/updates/F40/${alias}`)).toBe(alias);
    expect(updateAlias('https://bodhi.fedoraproject.org/updates/FEDORA-EPEL-2024-2a79e9e8e5')).toBe(
      'FEDORA-EPEL-2024-2a79e9e8e5',
    );
  });

  it('takes nothing that they do not find', () => {
    for (const link of [
      'FEDORA-2024-f0fd63c638',
      'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638/',
      'https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638#comment-1',
      'https://bodhi.fedoraproject.org/updates/?packages=podman',
      'https://koji.fedoraproject.org/koji/buildinfo?buildID=2566321',
      'https://',
    ]) {
      expect(updateAlias(link), link).toBeUndefined();
    }
  });
});

describe('liveUpdateOf', () => {
  const build = { nvr: 'podman-5.2.5-1.fc40', name: 'podman' };
  const obsolete = { alias: 'FEDORA-2024-aaaaaaaaaa', builds: [build.nvr], status: 'obsolete' } as const;
  const live = { alias: 'FEDORA-2024-f0fd63c638', builds: [build.nvr] };

  it('finds the one that is not obsolete, or says that there is none', () => {
    expect(liveUpdateOf(bodhiFacts([obsolete, live]), build)?.alias).toBe('FEDORA-2024-f0fd63c638');
    expect(liveUpdateOf(bodhiFacts([obsolete]), build)).toBeNull();
  });

  it('takes what the newest updates of the source package say, which is not all there is', () => {
    expect(liveUpdateOf(bodhiFacts([live], { buildsUnknown: true }), build)?.alias).toBe('FEDORA-2024-f0fd63c638');
    expect(liveUpdateOf(bodhiFacts([obsolete], { buildsUnknown: true }), build)).toBeUndefined();
    expect(liveUpdateOf(bodhiFacts([live], { buildsUnknown: true, newestUnknown: true }), build)).toBeUndefined();
  });
});
