import { describe, expect, it } from 'vitest';
import { describeAge, describeStatus } from '../../../client/views/status-text';
import type { StatusParams } from '../../../server/protocol';

const NOW = Date.UTC(2024, 9, 22, 12);
const MINUTE = 60_000;

const online: StatusParams = {
  mode: 'online',
  busy: false,
  activity: '',
  repositories: [
    { id: 'fedora', basearch: 'x86_64', status: 'ready', checkedAt: NOW - 180 * MINUTE, error: undefined },
    { id: 'fedora-updates', basearch: 'x86_64', status: 'ready', checkedAt: NOW - 12 * MINUTE, error: undefined },
  ],
};

describe('describeAge', () => {
  it.each([
    [0, 'just now'],
    [12 * MINUTE, '12 min ago'],
    [90 * MINUTE, '1 h ago'],
    [47 * 60 * MINUTE, '47 h ago'],
    [72 * 60 * MINUTE, '3 days ago'],
  ])('%i ms', (age, expected) => expect(describeAge(age)).toBe(expected));
});

describe('describeStatus', () => {
  it('shows the oldest metadata in use and the age of each', () => {
    expect(describeStatus(online, NOW)).toEqual({
      text: 'Package metadata checked 3 h ago',
      detail: 'fedora x86_64: 3 h ago; fedora-updates x86_64: 12 min ago',
      severity: 'information',
      canRefresh: true,
    });
  });

  it('shows what is being fetched', () => {
    const text = describeStatus({ ...online, busy: true, activity: 'fedora-updates x86_64: 3.1 of 9.4 MB' }, NOW).text;
    expect(text).toBe('fedora-updates x86_64: 3.1 of 9.4 MB');
  });

  it('says offline, with the age of what is still used', () => {
    const status = describeStatus({ ...online, mode: 'offline' }, NOW);
    expect(status.text).toBe('Offline: package metadata checked 3 h ago');
    expect(status.canRefresh).toBe(false);
    expect(describeStatus({ ...online, mode: 'offline', repositories: [] }, NOW).text).toBe(
      'Offline: no package metadata',
    );
  });

  it('says restricted in an untrusted workspace', () => {
    const status = describeStatus({ ...online, mode: 'restricted', repositories: [] }, NOW);
    expect(status.text).toBe('Restricted: workspace not trusted, no package metadata');
    expect(status.canRefresh).toBe(false);
  });

  it('warns when a repository was not reached and keeps the age of the last answer', () => {
    const [fedora, updates] = online.repositories;
    if (!fedora || !updates) throw new Error('two repositories');
    const status = describeStatus(
      { ...online, repositories: [fedora, { ...updates, error: 'no answer within 30 s' }] },
      NOW,
    );
    expect(status.text).toBe('fedora-updates not reached: package metadata checked 3 h ago');
    expect(status.detail).toBe('fedora x86_64: 3 h ago; fedora-updates x86_64: no answer within 30 s');
    expect(status.severity).toBe('warning');
  });

  it('says that nothing is in use', () => {
    expect(describeStatus({ ...online, repositories: [] }, NOW).text).toBe('No package repositories in use');
  });
});
