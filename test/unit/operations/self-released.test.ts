import { expect } from 'vitest';
import { SELF_RELEASED } from '../../../server/operations/self-released';
import { overrideCases } from '../../support/override-cases';
import { itShared } from '../../support/shared';

itShared('are the source packages that the tool names when it wants a reason', () => {
  const refusal = overrideCases('fast-track').find(({ expected }) =>
    expected.error?.includes('No reason URL specified'),
  );
  const named = /not in \[(.*)\]/.exec(refusal?.expected.exception ?? '')?.[1]?.split(', ');
  expect(named?.map(name => name.replaceAll("'", ''))).toEqual([...SELF_RELEASED]);
});
