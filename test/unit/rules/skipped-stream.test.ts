import { describe, expect, it } from 'vitest';
import { skippedStream } from '../../../server/rules/skipped-stream';
import { baseLock, findings, lines, OVERRIDES, type Surroundings, X86_64_BASE, X86_64_OVERRIDES } from './support';

const AARCH64_BASE = 'manifest-lock.aarch64.json';
const OTHERS = Object.fromEntries(['bash', 'systemd', 'zlib'].map(name => [name, '1-1.fc40']));

/** Base locks of two basearches; the other packages say which release it is. */
function bases(evr: string, release = 'fc40') {
  const packages = (arch: string) => {
    const all = { ...OTHERS, kernel: evr };
    return Object.fromEntries(
      Object.entries(all).map(([name, value]) => {
        return [name, `${name === 'kernel' ? value : value.replace('fc40', release)}.${arch}`];
      }),
    );
  };
  return { [X86_64_BASE]: baseLock(packages('x86_64')), [AARCH64_BASE]: baseLock(packages('aarch64')) };
}

const override = (evr: string, metadata = '      type: fast-track\n') =>
  `packages:\n  kernel:\n    evr: ${evr}\n    metadata:\n${metadata}`;

const stable = (testing: Record<string, string>): Surroundings => ({
  stream: 'stable',
  files: bases('6.19.11-200.fc40'),
  branches: { streams: { testing }, feeders: ['testing'] },
});

describe('skipped-stream', () => {
  it('warns of a backport that the feeding stream lacks: fedora-coreos-config#4143', () => {
    // there 6.19.13 went to stable while testing had 6.19.12
    const there = stable(bases('6.19.12-200.fc40'));
    const text = override('6.19.13-200.fc40');
    expect(lines(skippedStream, OVERRIDES, text, there)).toEqual([
      'warning 3:10-3:26 kernel 6.19.13-200.fc40 is newer than 6.19.12-200.fc40 (base lock) on testing: it reaches stable without having been on testing. Put it there too, or take the build that is there.',
    ]);
    const [finding] = findings(skippedStream, OVERRIDES, text, there);
    expect(finding?.package).toBe('kernel');
    expect(finding?.related?.map(({ path, message, at }) => [path, message, at?.label])).toEqual([
      [X86_64_BASE, 'kernel 6.19.12-200.fc40 on testing', 'testing'],
    ]);
  });

  it('names each version that the feeding stream has', () => {
    const testing = {
      ...bases('6.19.12-200.fc40'),
      [X86_64_OVERRIDES]: override('6.19.12-201.fc40'),
    };
    expect(lines(skippedStream, OVERRIDES, override('6.19.13-200.fc40'), stable(testing))).toEqual([
      'warning 3:10-3:26 kernel 6.19.13-200.fc40 is newer than 6.19.12-201.fc40 (x86_64 overrides, fast-track) for x86_64 and 6.19.12-200.fc40 (base lock) for aarch64 on testing: it reaches stable without having been on testing. Put it there too, or take the build that is there.',
    ]);
  });

  it('takes a pin with a reason as meant', () => {
    const pin = (reason: string) => override('6.19.13-200.fc40', `${reason}      type: pin\n`);
    const there = stable(bases('6.19.12-200.fc40'));
    const because = '      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1\n';
    expect(lines(skippedStream, OVERRIDES, pin(because), there)).toEqual([
      'info 3:10-3:26 kernel 6.19.13-200.fc40 is newer than 6.19.12-200.fc40 (base lock) on testing: it reaches stable without having been on testing. The pin gives a reason: it is taken as meant.',
    ]);
    expect(findings(skippedStream, OVERRIDES, pin(''), there)[0]?.severity).toBe('warning');
  });

  it.each([
    ['the same', bases('6.19.13-200.fc40')],
    ['newer', bases('6.19.14-100.fc40')],
    ['the same override', { ...bases('6.19.11-200.fc40'), [OVERRIDES]: override('6.19.13-200.fc40') }],
    ['of another release', bases('6.19.11-200.fc39', 'fc39')],
    ['a build of the release before', bases('6.19.11-200.fc39')],
    ['without base locks', { [OVERRIDES]: override('6.19.11-200.fc40') }],
    ['without the package', { [X86_64_BASE]: baseLock({ bash: '1-1.fc40.x86_64' }) }],
  ])('is silent where what the feeding stream has is %s', (_, testing) => {
    expect(lines(skippedStream, OVERRIDES, override('6.19.13-200.fc40'), stable(testing))).toEqual([]);
  });

  it('wants an entry to be newer than on every stream that may feed this one', () => {
    const next = (devel: Record<string, string>, testingDevel: Record<string, string>): Surroundings => ({
      stream: 'next',
      files: bases('6.19.11-200.fc40'),
      branches: {
        streams: { 'next-devel': devel, 'testing-devel': testingDevel },
        feeders: ['next-devel', 'testing-devel', 'not-fetched'],
      },
    });
    const text = override('6.19.13-200.fc40');
    expect(lines(skippedStream, OVERRIDES, text, next(bases('6.19.12-200.fc40'), bases('6.19.13-200.fc40')))).toEqual(
      [],
    );
    expect(lines(skippedStream, OVERRIDES, text, next(bases('6.19.12-200.fc40'), bases('6.19.10-200.fc40')))).toEqual([
      'warning 3:10-3:26 kernel 6.19.13-200.fc40 is newer than 6.19.12-200.fc40 (base lock) on next-devel and 6.19.10-200.fc40 (base lock) on testing-devel: it reaches next without having been on next-devel and testing-devel. Put it there too, or take the build that is there.',
    ]);
    // what is of another release says nothing, and keeps nobody else from speaking
    const older = bases('6.19.14-200.fc39', 'fc39');
    expect(lines(skippedStream, OVERRIDES, text, next(bases('6.19.12-200.fc40'), older))).toHaveLength(1);
  });

  it('leaves base locks alone, what another file replaces, and streams that nothing feeds', () => {
    const testing = bases('6.19.12-200.fc40');
    const own = bases('6.19.13-200.fc40');
    const there = stable(testing);
    expect(lines(skippedStream, X86_64_BASE, own[X86_64_BASE] ?? '', there)).toEqual([]);
    const replaced = { ...there, files: { ...there.files, [X86_64_OVERRIDES]: override('6.19.12-200.fc40') } };
    expect(
      lines(skippedStream, OVERRIDES, override('6.19.13-200.fc40'), { ...replaced, basearches: ['x86_64'] }),
    ).toEqual([]);
    const unfed = { ...there, stream: 'rawhide', branches: { streams: { testing } } };
    expect(lines(skippedStream, OVERRIDES, override('6.19.13-200.fc40'), unfed)).toEqual([]);
    expect(lines(skippedStream, OVERRIDES, override('6.19.13-200.fc40'), { files: {} })).toEqual([]);
  });
});
