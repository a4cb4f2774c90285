import { describe, expect, it } from 'vitest';
import { openServices, serviceUrls } from '../../../server/services/open-services';
import { NO_STORE } from '../../support/no-store';

describe('serviceUrls', () => {
  it("takes what was chosen, else what the repository says, else Fedora's", () => {
    expect(serviceUrls({})).toEqual({
      koji: 'https://koji.fedoraproject.org/kojihub',
      bodhi: 'https://bodhi.fedoraproject.org',
      builds: 'https://builds.coreos.fedoraproject.org',
    });
    const settings = { koji: 'https://koji.example/kojihub', bodhi: 'off' };
    expect(serviceUrls(settings, { bodhi: 'http://localhost:1', builds: 'off' })).toEqual({
      koji: 'https://koji.example/kojihub',
      bodhi: 'http://localhost:1',
      builds: 'off',
    });
  });
});

describe('openServices', () => {
  it('has no client of a service that is off, and asks nobody by itself', () => {
    const fetch = () => Promise.reject(new Error('asked'));
    const urls = { koji: 'http://localhost:1/kojihub', bodhi: 'off', builds: 'http://localhost:2' };
    const services = openServices({ urls, fetch, store: NO_STORE, now: () => 0 });
    expect([services.koji?.url, services.bodhi, services.builds?.url]).toEqual([urls.koji, undefined, urls.builds]);
  });

  it("asks Fedora's pipeline about next-devel only where the builds are Fedora's", async () => {
    const asked: string[] = [];
    const fetch = ({ url }: { readonly url: string }) => {
      asked.push(url);
      return Promise.reject(new Error('offline'));
    };
    for (const builds of [serviceUrls({}).builds, 'http://localhost:2/']) {
      const urls = { koji: 'off', bodhi: 'off', builds };
      const services = openServices({ urls, fetch, store: NO_STORE, now: () => 0 });
      await expect(services.builds?.nextDevelEnabled()).rejects.toThrow('offline');
    }
    expect(asked).toEqual([
      'https://raw.githubusercontent.com/coreos/fedora-coreos-pipeline/main/next-devel/status.json',
      'http://localhost:2/next-devel/status.json',
    ]);
  });
});
