import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../support/services';
import { ARCHES, SERVICES, type StreamsRepository, streamsRepository } from '../support/streams-repository';

const UPDATE = 'FEDORA-2024-dddddddddd';

let repo: StreamsRepository;
beforeEach(async () => {
  const builds = ['htop-3.3.0-4.fc40', 'podman-5.2.6-1.fc40', 'microcode_ctl-2.1-62.fc40'].map(nvr => ({ nvr }));
  repo = await streamsRepository({
    koji: { ...SERVICES.koji, 'htop-3.3.0-4.fc40': rowsOf('htop-3.3.0-4.fc40', { htop: ARCHES }) },
    bodhi: {
      [UPDATE]: { status: 'testing', release: 'F40', builds },
      'FEDORA-2024-eeeeeeeeee': { status: 'testing', release: 'F40', builds: builds.slice(0, 1) },
    },
  });
});
afterEach(() => repo.end());

describe('srpms', () => {
  it('lists the builds that lockfiles have packages of, also of a single arch', async () => {
    const { status, stdout } = await repo.run('srpms', UPDATE);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'podman-5.2.6-1.fc40\nmicrocode_ctl-2.1-62.fc40\n' });
    expect((await repo.run('srpms', UPDATE, '--format', 'json')).stdout).toBe(
      '{"srpms":["podman-5.2.6-1.fc40","microcode_ctl-2.1-62.fc40"]}\n',
    );
  });

  it.each([
    [[], 2, 'name the updates'],
    [['podman-5.2.6-1.fc40'], 2, 'podman-5.2.6-1.fc40 is neither the alias nor the page of an update'],
    [['FEDORA-2024-eeeeeeeeee'], 2, 'no lock has a package of these updates'],
    [['FEDORA-2024-0000000000'], 2, 'Bodhi has no update FEDORA-2024-0000000000.'],
    [[UPDATE, '--offline'], 3, `Bodhi is not asked, and only it knows ${UPDATE}.`],
  ])('%j ends with %i', async (args, expected, message) => {
    const { status, stdout, stderr } = await repo.run('srpms', ...args);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toContain(message);
  });
});
