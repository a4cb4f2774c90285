import { describe, expect, it } from 'vitest';
import { describeAge, describeStatus as describeLines, type StatusTopic } from '../../../client/views/status-text';
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
  services: [],
};

/** The line about something; throws where there is none. */
function describeStatus(status: StatusParams, now: number, topic: StatusTopic = 'metadata') {
  const found = describeLines(status, now).find(line => line.topic === topic);
  if (!found) throw new Error(`nothing about ${topic}`);
  return found;
}

const topics = (status: StatusParams): string[] => describeLines(status, NOW).map(({ topic }) => topic);

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
  it('shows the age of the oldest metadata in use', () => {
    expect(topics(online)).toEqual(['metadata']);
    expect(describeStatus(online, NOW)).toEqual({
      topic: 'metadata',
      text: 'Package metadata checked 3 h ago',
      detail: '2 repositories, x86_64',
      severity: 'information',
      remedy: 'refresh',
    });
  });

  it('shows what is being fetched', () => {
    const status = describeStatus({ ...online, busy: true, activity: 'fedora-updates x86_64: 3.1 of 9.4 MB' }, NOW);
    expect(status.text).toBe('fedora-updates x86_64: 3.1 of 9.4 MB');
    expect(status.detail).toBe('');
  });

  it('counts a repository once for all basearches', () => {
    const [fedora] = online.repositories;
    if (!fedora) throw new Error('a repository');
    const { detail } = describeStatus({ ...online, repositories: [fedora, { ...fedora, basearch: 's390x' }] }, NOW);
    expect(detail).toBe('1 repository, x86_64, s390x');
  });

  it('says offline, with the age of what is still used', () => {
    const status = describeStatus({ ...online, mode: 'offline' }, NOW);
    expect(status.text).toBe('Offline: package metadata checked 3 h ago');
    expect(status.remedy).toBe('settings');
    expect(describeStatus({ ...online, mode: 'offline', repositories: [] }, NOW).text).toBe(
      'Offline: no package metadata',
    );
  });

  it('says restricted in an untrusted workspace', () => {
    const status = describeStatus({ ...online, mode: 'restricted', repositories: [] }, NOW);
    expect(status.text).toBe('Restricted: workspace not trusted, no package metadata, no git');
    expect(status.remedy).toBe('trust');
  });

  it('warns when a repository was not reached and keeps the age of the last answer', () => {
    const [fedora, updates] = online.repositories;
    if (!fedora || !updates) throw new Error('two repositories');
    const status = describeStatus(
      { ...online, repositories: [fedora, { ...updates, error: 'no answer within 30 s' }] },
      NOW,
    );
    expect(status.text).toBe('fedora-updates not reached: package metadata checked 3 h ago');
    expect(status.detail).toBe('no answer within 30 s');
    expect(status.severity).toBe('warning');
  });

  it('leaves addresses to the output channel and says a common cause once', () => {
    const failed = online.repositories.map(repository => ({
      ...repository,
      error: `${repository.id} x86_64: https://example.org/${repository.id}/repodata/repomd.xml: 503 Service Unavailable`,
    }));
    const { text, detail } = describeStatus({ ...online, repositories: failed }, NOW);
    expect(text).toBe('fedora, fedora-updates not reached: package metadata checked 3 h ago');
    expect(detail).toBe('503 Service Unavailable');
  });

  it('says why branches and history are not known', () => {
    const git = '/config is not in a git repository';
    expect(topics({ ...online, git })).toEqual(['metadata', 'git']);
    expect(describeStatus({ ...online, git }, NOW, 'git')).toMatchObject({
      text: 'No branches, no history',
      detail: git,
      severity: 'information',
    });
    expect(describeStatus({ ...online, git }, NOW).detail).toBe('2 repositories, x86_64');
  });

  it('says when services were asked', () => {
    const koji = { service: 'koji', url: 'https://koji.example/kojihub', error: undefined } as const;
    const bodhi = { service: 'bodhi', url: 'https://bodhi.example', checkedAt: undefined, error: undefined } as const;
    const services = [{ ...koji, checkedAt: NOW - MINUTE }, bodhi];
    expect(describeStatus({ ...online, services }, NOW, 'services')).toMatchObject({
      text: 'Koji asked 1 min ago, Bodhi not asked yet',
      detail: '',
      severity: 'information',
    });
    const together = services.map(service => ({ ...service, checkedAt: NOW }));
    expect(describeStatus({ ...online, services: together }, NOW, 'services').text).toBe('Koji, Bodhi asked just now');
    expect(topics({ ...online, services, mode: 'offline' })).toEqual(['metadata']);
  });

  it('warns when a service was not reached, with the cause and the age of what is still used', () => {
    const error = 'Bodhi could not be asked: https://bodhi.example/updates/?page=1: 503 Service Unavailable';
    const bodhi = { service: 'bodhi', url: 'https://bodhi.example', checkedAt: NOW - 12 * MINUTE, error } as const;
    expect(describeStatus({ ...online, services: [bodhi] }, NOW, 'services')).toMatchObject({
      text: 'Bodhi not reached',
      detail: '503 Service Unavailable, last asked 12 min ago',
      severity: 'warning',
    });
    expect(describeStatus({ ...online, services: [bodhi] }, NOW).severity).toBe('information');
    const never = [
      { ...bodhi, checkedAt: undefined },
      { ...bodhi, service: 'koji', checkedAt: undefined },
    ] as const;
    expect(describeStatus({ ...online, services: never }, NOW, 'services')).toMatchObject({
      text: 'Bodhi, Koji not reached',
      detail: '503 Service Unavailable',
    });
  });

  it('tells a service that answers in part from one that was not reached', () => {
    const error =
      'Bodhi answered with something else than it should: https://bodhi.example/updates/: FEDORA-2024-aaaaaaaaaa: karma is missing';
    const bodhi = { service: 'bodhi', url: 'https://bodhi.example', checkedAt: NOW, error, partial: true } as const;
    const line = (services: StatusParams['services']) => describeStatus({ ...online, services }, NOW, 'services');
    expect(line([bodhi])).toMatchObject({
      text: 'Bodhi incomplete',
      detail: 'FEDORA-2024-aaaaaaaaaa: karma is missing, last asked just now',
      severity: 'warning',
    });
    const koji = { service: 'koji', url: 'https://koji.example', checkedAt: undefined, error: 'timed out' } as const;
    expect(line([koji, bodhi]).text).toBe('Koji not reached, Bodhi incomplete');
  });

  it('says that nothing is in use', () => {
    expect(describeStatus({ ...online, repositories: [] }, NOW).text).toBe('No package repositories in use');
  });
});
