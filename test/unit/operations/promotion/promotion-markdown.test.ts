import { expect, it } from 'vitest';
import { promotionMarkdown } from '../../../../server/operations/promotion/promotion-markdown';
import { locks, OVERRIDES, plan, streams } from './support';

it('says first what speaks against it, and escapes what files say', async () => {
  const made = streams();
  made.stream('stable', locks({ kernel: '6.11.3-200.fc40', podman: '5:5.2.4-1.fc40' }));
  made.stream('testing', {
    ...locks({ kernel: '6.11.3-200.fc40', podman: '5:5.2.3-1.fc40' }),
    [OVERRIDES]: `packages:
  kernel:
    evr: 6.10.12-200.fc40
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1752
      type: pin
`,
    'kola-denylist.yaml': '- pattern: x\n  snooze: "`<b>`"\n',
  });
  made.checkout('stable');
  const promotion = await plan(made.folder, 'testing', 'stable');
  const [testing, stable] = ['testing', 'stable'].map(name => made.git('rev-parse', name));
  const text = promotionMarkdown(promotion, { heading: 3 });
  expect(text.slice(0, text.indexOf('#### `stable` →'))).toBe(`### Promotion of \`testing\` to \`stable\`

From \`testing\` at \`${testing}\` onto \`stable\` at \`${stable}\`.

> **It cannot be made:** stable is what is checked out here: run it where another branch is checked out, or with --new-branch

#### Downgrades that nothing says are meant

- podman: 5:5.2.4-1.fc40 → 5:5.2.3-1.fc40

#### Downgrades that a pin means

- kernel: 6.11.3-200.fc40 → 6.10.12-200.fc40 (pin: [coreos/fedora-coreos-tracker#1752](<https://github.com/coreos/fedora-coreos-tracker/issues/1752>))

`);
  expect(text).toContain('- adapted: `kola-denylist.yaml`: ``# snooze: "`<b>`" (disabled on promotion)``\n');
  expect(text).toContain('<summary>Files: 3 changed, 1 added</summary>');
  expect(promotionMarkdown(promotion, { made: testing })).toContain(`\nMade as commit \`${testing}\`.\n`);
});
