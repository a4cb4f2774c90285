import { expect, it } from 'vitest';
import { failingGates, PROMOTION_GATES } from '../../../../server/operations/promotion/promotion-gate';
import { locks, OVERRIDES, plan, streams } from './support';

const pin = (name: string, evr: string) => `packages:
  ${name}:
    evr: ${evr}
    metadata:
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1752
      type: pin
`;

it('has what fails by what it fails, and nothing of gates that are not asked for', async () => {
  const made = streams();
  made.stream('stable', {
    ...locks({ kernel: '6.11-1.fc40', podman: '5:5.2.4-1.fc40', gone: '1-1.fc40', runc: '2-1.fc40' }),
    [OVERRIDES]: pin('runc', '1-1.fc40'),
  });
  made.stream('testing', {
    ...locks({ kernel: '6.12-1.fc40', podman: '5:5.2.3-1.fc40', runc: '2-1.fc40', come: '1-1.fc40' }),
    [OVERRIDES]: pin('kernel', '6.10-1.fc40'),
  });
  const promotion = await plan(made.folder, 'testing', 'stable');
  expect(Object.fromEntries(failingGates(promotion, PROMOTION_GATES))).toEqual({
    upgraded: ['runc'],
    downgraded: ['kernel', 'podman'],
    added: ['come'],
    removed: ['gone'],
    'override-lost': ['runc'],
    'unexplained-downgraded': ['podman'],
  });
  expect([...failingGates(promotion, ['unexplained-downgraded']).keys()]).toEqual(['unexplained-downgraded']);
  expect(failingGates(promotion, []).size).toBe(0);
});
