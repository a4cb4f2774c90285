import { describe, expect, it } from 'vitest';
import { acceptedRpms, builtRpms, lockedArches } from '../../../server/operations/accepted-rpms';
import { ALL, build, everywhere, pin, streamOf } from './override-samples';

const shown = (all: ReturnType<typeof builtRpms>) =>
  [...all].map(([name, own]) => {
    const arches = [...own].map(([arch, { evr, noarch }]) => `${arch} ${evr}${noarch ? '.noarch' : ''}`);
    return [name, ...arches].join(', ');
  });

describe('lockedArches', () => {
  it('is what something is locked on, in the order of the stream', () => {
    const target = streamOf({ ...everywhere({ bash: '5-1' }, ['s390x', 'x86_64']), aarch64: {} });
    expect(lockedArches(target)).toEqual(['s390x', 'x86_64']);
    expect(lockedArches({ ...target, basearches: ['x86_64', 'ppc64le'] })).toEqual(['x86_64', 's390x']);
  });
});

describe('builtRpms', () => {
  it('tells no epoch from epoch 0, leaves out what is of no basearch, and takes the last row', () => {
    const one = pin(build('a-1-1', 'a 1-1 src i686 x86_64', 'b 0:2-1 s390x', 'c 3:1-1 noarch', 'a 1-1.1 x86_64'));
    expect(shown(builtRpms(['x86_64', 's390x'], [one]))).toEqual([
      'a, x86_64 1-1.1',
      'b, s390x 0:2-1',
      'c, x86_64 3:1-1.noarch, s390x 3:1-1.noarch',
    ]);
  });

  it('takes the last build, arch by arch', () => {
    const items = [pin(build('a-1-1', `a 1-1 ${ALL}`)), pin(build('a-2-1', 'a 2-1 s390x'))];
    expect(shown(builtRpms(['x86_64', 's390x'], items))).toEqual(['a, x86_64 1-1, s390x 2-1']);
  });
});

describe('acceptedRpms', () => {
  it('is what the arch locks', () => {
    const target = streamOf({ x86_64: { a: '1-1.x86_64' }, s390x: { b: '1-1.noarch' } });
    const built = builtRpms(lockedArches(target), [
      pin(build('a-2-1', `a 2-1 ${ALL}`, 'b 2-1 noarch', `c 2-1 ${ALL}`)),
    ]);
    expect(shown(acceptedRpms(target, built))).toEqual(['a, x86_64 2-1', 'b, s390x 2-1.noarch']);
  });
});
