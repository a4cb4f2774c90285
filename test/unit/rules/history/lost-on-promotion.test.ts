import { afterAll, beforeAll, expect } from 'vitest';
import { lostOnPromotion } from '../../../../server/rules/lost-on-promotion';
import type { Rule } from '../../../../server/rules/rule';
import { skippedStream } from '../../../../server/rules/skipped-stream';
import { describeShared, itShared } from '../../../support/shared';
import { History } from './history';

describeShared('promotions in history', () => {
  let history: History;
  beforeAll(async () => {
    history = await History.open();
  });
  afterAll(() => history.close());

  const says = async (rule: Rule, original: string) => {
    const found = await history.in(rule, original);
    return found.map(({ finding: { severity, message } }) => `${severity} ${message}`);
  };

  itShared('foresees that the pin of selinux-policy on stable is lost (2024-07-09)', async () => {
    // it was picked again for each promotion: testing has had it from 2024-07-16
    expect(await says(lostOnPromotion, '47be5f3c7d0c42f14f526018b3fb0b70e62aff01')).toEqual(
      ['selinux-policy', 'selinux-policy-targeted'].map(
        name =>
          `info The next promotion from testing drops the pin of ${name} at 40.20-1.fc40: testing of 2024-07-02 has 40.23-1.fc40 (base lock). A pin that is still needed then has to be on testing.`,
      ),
    );
  });

  itShared('foresees that runc on next is lost, which testing-devel had not yet (2024-02-05)', async () => {
    const original = '30a2c17489754f1879c5f1c676c6217da7c029d8';
    const lost =
      'info The next promotion from testing-devel takes runc 2:1.1.12-1.fc39 (fast-track) back to 2:1.1.8-1.fc39 (base lock), unless testing-devel has it by then.';
    expect(await says(lostOnPromotion, original)).toContain(lost);
    expect(await says(skippedStream, original)).toEqual([
      'warning runc 2:1.1.12-1.fc39 is newer than 2:1.1.8-1.fc39 (base lock) on testing-devel of 2024-02-04: it reaches next without having been on testing-devel. Put it there too, or take the build that is there.',
    ]);
  });

  itShared('says that stable was ahead of testing with rpm-ostree 2024.4-6 (2024-04-09)', async () => {
    expect(await says(skippedStream, '4a46aefd3507fc4f4519a339cf8c624ba10f9ba9')).toEqual(
      ['rpm-ostree', 'rpm-ostree-libs'].map(
        name =>
          `warning ${name} 2024.4-6.fc39 is newer than 2024.3-3.fc39 (base lock) on testing of 2024-03-22: it reaches stable without having been on testing. Put it there too, or take the build that is there.`,
      ),
    );
  });

  itShared('says nothing of next right after it moved to another release (2024-03-23)', async () => {
    const moved = history.asOf('next', Date.parse('2024-03-24T00:00:00Z') / 1000);
    const found = [...(await history.at(skippedStream, moved)), ...(await history.at(lostOnPromotion, moved))];
    expect(found.filter(({ finding }) => finding.severity !== 'hint')).toEqual([]);
  });
});
