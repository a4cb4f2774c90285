import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { streamDowngrade } from '../../../../server/rules/stream-downgrade';
import { runGit } from '../../../support/git';
import { itRpm } from '../../../support/judges';
import { describeShared, itShared } from '../../../support/shared';
import { History, packagesIn } from './history';

const WEEK = 7 * 24 * 60 * 60;
/** Mondays, 00:00 UTC. */
const FIRST = Date.UTC(2023, 5, 5) / 1000;
const LAST = Date.UTC(2024, 9, 28) / 1000;

describeShared('stream-downgrade in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  itRpm(
    'reports for next-devel what librpm finds older than on testing-devel, every Monday',
    async () => {
      const pairs: [own: string, other: string][] = [];
      for (let time = FIRST; time <= LAST; time += WEEK) {
        const pair: [string, string] = [history.asOf('next-devel', time), history.asOf('testing-devel', time)];
        if (!pair.includes('')) pairs.push(pair);
      }
      const judged = execFileSync('/usr/bin/python3', [join(__dirname, 'behind.py'), history.folder], {
        input: pairs.map(([own, other]) => `${own} ${other}\n`).join(''),
        encoding: 'utf8',
      });
      const expected: string[][] = judged
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
      const found: unknown[] = [];
      for (const [own, other] of pairs) {
        found.push(packagesIn(await history.against(streamDowngrade, 'next-devel', own, 'testing-devel', other)));
      }
      expect(found).toEqual(expected);
      // next-devel begins on 2023-09-12
      expect(expected).toHaveLength(59);
      expect(expected.filter(set => set.length > 0)).toHaveLength(52);
    },
    120_000,
  );

  itShared('finds what people fast-tracked on 2024-04-15 because it had fallen behind', async () => {
    const own = history.from('5056cb37d375d36b4802cfeef9e85bb8c910e1d7');
    const parent = runGit(history.folder, ['rev-parse', `${own}~1`]);
    const other = history.asOf('testing-devel', Date.parse('2024-04-15T19:42:43Z') / 1000);
    const before = packagesIn(await history.against(streamDowngrade, 'next-devel', parent, 'testing-devel', other));
    const after = packagesIn(await history.against(streamDowngrade, 'next-devel', own, 'testing-devel', other));
    const firmware = ['amd-gpu', 'amd-ucode', 'atheros', 'brcmfmac', 'intel-gpu', 'linux', 'mt7xxx', 'nvidia-gpu'];
    expect(before.filter(name => !after.includes(name))).toEqual(
      [
        ...[...firmware, 'nxpwireless', 'realtek', 'tiwilink'].map(vendor => `${vendor}-firmware`),
        ...['libbsd', 'libnfsidmap', 'linux-firmware-whence', 'nfs-utils-coreos', 'vim-data', 'vim-minimal'],
      ].sort(),
    );
    // its own rpm-ostree 2024.4-5.fc40 is older than 2024.4-6.fc39
    expect(after).toEqual(['libxmlb', 'rpm-ostree', 'rpm-ostree-libs']);
  });
});
