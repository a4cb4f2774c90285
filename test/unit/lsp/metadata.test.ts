import { describe, expect, it } from 'vitest';
import { Metadata, type MetadataOptions } from '../../../server/lsp/metadata';
import type { LoadOptions, Repositories, RepositoryRequest, RepositoryState } from '../../../server/rpmmd/repositories';
import { repository } from '../../support/availability';
import { repoConfig } from '../../support/repo-config';

function request(id: string, basearch = 'x86_64'): RepositoryRequest {
  return {
    config: repoConfig(id, `https://example.org/${id}/`),
    variables: { releasever: '40', basearch, arch: basearch },
    role: 'repo',
  };
}

const wanted = (...requests: RepositoryRequest[]) => new Map([['x86_64', requests]]);
const missing = (id: string) => repository({ id, status: 'missing' }, []);
const ready = (id: string) => repository({ id, revision: '1', checkedAt: 5 }, [['bash', '5.2.26-3.fc40', 'x86_64']]);

interface Load {
  readonly id: string;
  readonly options: LoadOptions;
  answer(state: RepositoryState): void;
  fail(error: Error): void;
}

/** Repositories that answer when the test says so. */
class Stand implements Repositories {
  readonly loads: Load[] = [];
  cached = new Map<string, RepositoryState>();

  async snapshot(requests: readonly RepositoryRequest[]): Promise<RepositoryState[]> {
    return requests.map(({ config }) => this.cached.get(config.id) ?? missing(config.id));
  }

  load([first]: readonly RepositoryRequest[], options: LoadOptions): Promise<RepositoryState[]> {
    const id = first?.config.id ?? '';
    return new Promise((resolve, reject) => {
      this.loads.push({ id, options, answer: state => resolve([state]), fail: reject });
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
  }

  updateinfo(): Promise<never> {
    throw new Error('nobody asks for advisories here');
  }
}

function setUp(options: Partial<MetadataOptions> = {}) {
  const stand = new Stand();
  const changes: string[] = [];
  const errors: string[] = [];
  const log: string[] = [];
  const clock = { now: 1_000_000 };
  const metadata = new Metadata({
    repositories: stand,
    now: () => clock.now,
    mayLoad: () => true,
    onChange: folder => changes.push(folder),
    onActivity: () => undefined,
    onError: message => errors.push(message),
    onLog: message => log.push(message),
    ...options,
  });
  const statuses = () => metadata.reports().map(({ id, status }) => `${id} ${status}`);
  return { stand, changes, errors, log, clock, metadata, statuses };
}

/** Everything that is only waiting for a promise has happened. */
const settle = () => new Promise(resolve => setImmediate(resolve));

describe('Metadata', () => {
  it('answers from the cache first, then from what was loaded, each repository on its own', async () => {
    const { stand, metadata, statuses, changes } = setUp();
    stand.cached.set('fedora', ready('fedora'));
    metadata.want('/c', wanted(request('fedora'), request('fedora-updates')));
    expect(statuses()).toEqual(['fedora missing', 'fedora-updates missing']);
    await settle();
    expect(statuses()).toEqual(['fedora ready', 'fedora-updates loading']);
    expect(metadata.busy).toBe(true);
    const before = changes.length;
    stand.loads[1]?.answer(ready('fedora-updates'));
    await settle();
    expect(statuses()).toEqual(['fedora ready', 'fedora-updates ready']);
    expect(changes.length).toBeGreaterThan(before);
    expect(metadata.busy).toBe(true);
    stand.loads[0]?.answer(ready('fedora'));
    await settle();
    expect(metadata.busy).toBe(false);
    expect(metadata.availability('/c', 'x86_64')?.repositories).toHaveLength(2);
    expect(metadata.availability('/c', 'aarch64')).toBeUndefined();
  });

  it('tells of no change where only the time of the check is another', async () => {
    const { stand, metadata, changes } = setUp();
    stand.cached.set('fedora', ready('fedora'));
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    changes.length = 0;
    stand.loads[0]?.answer({ ...ready('fedora'), checkedAt: 99 });
    await settle();
    expect(changes).toEqual([]);
    expect(metadata.reports()[0]?.checkedAt).toBe(99);
  });

  it('keeps what it has while it asks again', async () => {
    const { stand, metadata, statuses } = setUp();
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    stand.loads[0]?.answer(ready('fedora'));
    await settle();
    const refreshed = metadata.refresh(6);
    await settle();
    expect(statuses()).toEqual(['fedora ready']);
    expect(stand.loads[1]?.options.force).toBe(true);
    stand.loads[1]?.answer(ready('fedora'));
    await refreshed;
  });

  it('does not ask those again that have answered since the refresh was asked for', async () => {
    const { stand, metadata } = setUp();
    metadata.want('/c', wanted(request('fedora')));
    const refreshed = metadata.refresh(5);
    await settle();
    stand.loads[0]?.answer(ready('fedora'));
    await refreshed;
    expect(stand.loads).toHaveLength(1);
  });

  it('loads nothing where nothing may be loaded', async () => {
    const { stand, metadata, statuses } = setUp({ mayLoad: ({ config }) => config.id === 'local' });
    metadata.want('/c', wanted(request('fedora'), request('local')));
    await settle();
    expect(stand.loads.map(({ id }) => id)).toEqual(['local']);
    expect(statuses()).toEqual(['fedora missing', 'local loading']);
  });

  it('aborts what is no longer wanted, without a word', async () => {
    const { stand, metadata, errors } = setUp();
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    metadata.want('/c', new Map());
    await settle();
    expect(stand.loads[0]?.options.signal?.aborted).toBe(true);
    expect(metadata.reports()).toEqual([]);
    expect(metadata.busy).toBe(false);
    expect(errors).toEqual([]);
  });

  it('starts anew for other repositories of a basearch, and not for the same', async () => {
    const { stand, metadata } = setUp();
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    expect(stand.loads).toHaveLength(1);
    metadata.want('/c', wanted(request('fedora'), request('fedora-updates')));
    await settle();
    expect(stand.loads[0]?.options.signal?.aborted).toBe(true);
    expect(stand.loads.map(({ id }) => id)).toEqual(['fedora', 'fedora', 'fedora-updates']);
  });

  it('brings known ones up to date again after ten minutes', async () => {
    const { stand, metadata, clock } = setUp();
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    stand.loads[0]?.answer(ready('fedora'));
    await settle();
    clock.now += 599_999;
    metadata.want('/c', wanted(request('fedora')));
    expect(stand.loads).toHaveLength(1);
    clock.now += 1;
    metadata.want('/c', wanted(request('fedora')));
    expect(stand.loads).toHaveLength(2);
    expect(stand.loads[1]?.options.force).toBe(false);
  });

  it('describes what is under way', async () => {
    const { stand, metadata } = setUp();
    metadata.want('/c', wanted(request('fedora'), request('fedora-updates')));
    await settle();
    const [first, second] = stand.loads;
    first?.options.onProgress?.({
      repository: 'fedora x86_64',
      phase: 'download',
      received: 3_100_000,
      total: 9_400_000,
    });
    second?.options.onProgress?.({ repository: 'fedora-updates x86_64', phase: 'repomd' });
    expect(metadata.activity).toBe('fedora x86_64: 3.1 of 9.4 MB, fedora-updates x86_64: checking');
    first?.options.onProgress?.({ repository: 'fedora x86_64', phase: 'index' });
    second?.options.onProgress?.({ repository: 'fedora-updates x86_64', phase: 'done' });
    expect(metadata.activity).toBe('fedora x86_64: indexing');
  });

  it('logs what each repository was found to have, or why it could not be had', async () => {
    const { stand, metadata, log } = setUp();
    metadata.want('/repo', wanted(request('fedora'), request('fedora-updates')));
    await settle();
    const [first, second] = stand.loads;
    first?.answer(ready('fedora'));
    second?.answer({ ...missing('fedora-updates'), status: 'failed', error: 'no answer within 30 s' });
    await settle();
    expect(log).toEqual([
      'fedora x86_64: 1 package, checked 1970-01-01T00:00:00.005Z',
      'fedora-updates x86_64: failed; no answer within 30 s',
    ]);
  });

  it('reports an unexpected failure', async () => {
    const { stand, metadata, errors } = setUp();
    metadata.want('/c', wanted(request('fedora')));
    await settle();
    stand.loads[0]?.fail(new Error('disk full'));
    await settle();
    expect(errors).toEqual(['fedora x86_64: disk full']);
    expect(metadata.busy).toBe(false);
  });
});
