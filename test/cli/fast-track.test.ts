import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REASON, type StreamsRepository, streamsRepository } from '../support/streams-repository';

let repo: StreamsRepository;
beforeEach(async () => {
  repo = await streamsRepository();
});
afterEach(() => repo.end());

const UPDATE = 'FEDORA-2024-cccccccccc';
const BODHI = 'https://bodhi.fedoraproject.org/updates';

const fastTracked = (evr: string, alias: string): string =>
  `  podman:\n    evr: ${evr}\n    metadata:\n      bodhi: ${BODHI}/${alias}\n      reason: ${REASON}\n      type: fast-track\n`;

describe('fast-track', () => {
  it.each([UPDATE, `${BODHI}/${UPDATE}`, `${BODHI}/${UPDATE}#comment-3761822`, 'podman-5.2.6-1.fc40'])(
    'writes the update down that %s is or belongs to',
    async subject => {
      const { status, stderr } = await repo.run('fast-track', subject, '-r', REASON);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(repo.worktree()).toContain(`packages:\n${fastTracked('5:5.2.6-1.fc40', UPDATE)}`);
    },
  );

  it('carries several updates into streams, a commit each', async () => {
    const { status } = await repo.run(
      'fast-track',
      UPDATE,
      'FEDORA-2024-bbbbbbbbbb',
      '-r',
      REASON,
      '--into',
      'testing,stable',
    );
    expect(status).toBe(0);
    for (const branch of ['testing', 'stable']) {
      expect(repo.git('log', '-1', '--format=%s', branch)).toBe(
        `[${branch}] overrides: fast-track podman-5.2.6-1.fc40, kernel-6.11.4-201.fc40`,
      );
      expect(repo.overrides(branch)).toContain(`bodhi: ${BODHI}/FEDORA-2024-bbbbbbbbbb`);
    }
    expect(repo.overrides('stable')).toContain('  # CVE-2021-3156\n  sudo:\n');
  });

  it('says that an update was taken back, and what came after it', async () => {
    const { status, stdout } = await repo.run('fast-track', 'FEDORA-2024-f0fd63c638', '-r', REASON);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'FEDORA-2024-f0fd63c638 is obsolete: it will not reach the stable repositories. FEDORA-2024-cccccccccc (testing) has podman-5.2.6-1.fc40 instead.\n',
    );
  });

  it.each([
    [[], 'name what to override to'],
    [[UPDATE], 'Fast-tracking podman-5.2.6-1.fc40 needs a reason'],
    [[UPDATE, '-r', 'ftp://x/'], 'The reason has to be an http or https URL: ftp://x/'],
    [['FEDORA-2024-0000000000', '-r', REASON], 'Bodhi has no update FEDORA-2024-0000000000.'],
    [
      ['FEDORA-2024-aaaaaaaaaa', '-r', REASON],
      'testing-devel: FEDORA-2024-aaaaaaaaaa is for F41, and testing-devel is release 40. --ignore-dist-mismatch lets it pass.',
    ],
    [
      ['podman', '-r', REASON],
      `podman is neither an update nor an NVR: its updates for F40 are ${UPDATE} (testing: podman-5.2.6-1.fc40), FEDORA-2024-f0fd63c638 (obsolete: podman-5.2.5-1.fc40)`,
    ],
    [['htop', '-r', REASON], 'htop is neither an update nor an NVR, and Bodhi has no update of it for F40'],
  ])('refuses %j', async (args, message) => {
    const before = repo.state();
    const { status, stdout, stderr } = await repo.run('fast-track', ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(repo.state()).toEqual(before);
  });

  it('names the updates of a package of which one cannot be read, and that one', async () => {
    const change = (body: unknown) =>
      JSON.parse(JSON.stringify(body).replace(/("alias":"FEDORA-2024-f0fd63c638".*?"karma":)0/, '$1null'));
    repo.standIns.bodhi.behave({ kind: 'changed', change });
    const { status, stderr } = await repo.run('fast-track', 'podman', '-r', REASON);
    expect(status).toBe(2);
    expect(stderr).toContain(
      `its updates for F40 are ${UPDATE} (testing: podman-5.2.6-1.fc40); Bodhi answered with something else than it should: ${repo.standIns.bodhi.url}/updates/: FEDORA-2024-f0fd63c638: karma is null, where number was expected`,
    );
  });

  it('says that Bodhi cannot be asked, and writes nothing', async () => {
    repo.standIns.bodhi.behave({ kind: 'html' });
    const before = repo.state();
    const { status, stderr } = await repo.run('fast-track', UPDATE, '-r', REASON);
    expect(status).toBe(3);
    expect(stderr).toContain(repo.standIns.bodhi.url);
    expect(repo.state()).toEqual(before);
  });
});
