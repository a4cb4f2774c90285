import { expect, it } from 'vitest';
import { updateStateText } from '../../../server/lsp/update-state';
import { bodhiUpdate, type UpdateTable } from '../../support/service-facts';

it.each<[Partial<UpdateTable>, string]>([
  [{ status: 'testing', karma: 1, stableKarma: 3 }, 'testing, karma 1 of 3'],
  [{ status: 'pending', request: 'testing', karma: 0, stableKarma: 2 }, 'pending, on its way to testing, karma 0 of 2'],
  [{ status: 'testing', request: 'stable', karma: 3, stableKarma: 3 }, 'testing, on its way to stable, karma 3 of 3'],
  [{ status: 'testing', karma: -1, stableKarma: undefined }, 'testing, karma -1'],
  [{ status: 'testing', request: 'unpush', karma: -3 }, 'testing, to be unpushed, karma -3 of 3'],
  [{ status: 'pending', request: 'obsolete' }, 'pending, to be obsoleted, karma 0 of 3'],
  [{ status: 'stable', karma: 3 }, 'stable'],
  [{ status: 'obsolete', karma: 1 }, 'obsolete'],
])('of %j is "%s"', (given, text) => {
  const update = bodhiUpdate({ alias: 'FEDORA-2024-f0fd63c638', builds: ['podman-5.2.3-1.fc40'], ...given });
  expect(updateStateText(update)).toBe(text);
});
