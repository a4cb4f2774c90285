import { expect, it } from 'vitest';
import { lockfilesFor } from '../../../../server/operations/history/lockfiles-for';

it('names every form of every layer, lowest precedence first', () => {
  expect(lockfilesFor('s390x').map(({ fileName, layer, format }) => `${fileName} ${layer} ${format}`)).toEqual([
    'manifest-lock.s390x.json base json',
    'manifest-lock.s390x.yaml base yaml',
    'manifest-lock.s390x.yml base yaml',
    'manifest-lock.overrides.json overrides json',
    'manifest-lock.overrides.yaml overrides yaml',
    'manifest-lock.overrides.yml overrides yaml',
    'manifest-lock.overrides.s390x.json arch-overrides json',
    'manifest-lock.overrides.s390x.yaml arch-overrides yaml',
    'manifest-lock.overrides.s390x.yml arch-overrides yaml',
  ]);
});
