import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Lockfile, LockfileFormat, Node } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import fc from '../../support/fast-check';
import { describeShared } from '../../support/shared';
import { REAL_FILES } from './real-files';
import { SAMPLES } from './samples';

const sourceOf = (lockfile: Lockfile, span: { start: number; end: number }): string =>
  lockfile.text.slice(span.start, span.end);

describe('broken text: what can be read is there, what is wrong is marked', () => {
  it.each<[string, LockfileFormat, string, [string, string][], string[]]>([
    [
      'a key being typed',
      'yaml',
      'packages:\n  a:\n    evr: 1-1\n  po\n  b:\n    evr: 2-1\n',
      [['A colon is missing after this key.', 'po']],
      ['a', 'po', 'b'],
    ],
    ['a commented-out key above its entry', 'yaml', 'packages:\n  a:\n    evr: 1-1\n  # b:\n    evr: 2-1\n', [], ['a']],
    [
      'wrong indentation',
      'yaml',
      'packages:\n  a:\n    evr: 1-1\n   metadata:\n      type: pin\n',
      [['The keys of one map must start at the same column.', 'metadata']],
      ['a', 'metadata'],
    ],
    ['an open quote', 'yaml', "packages:\n  a:\n    evr: '1-1\n", [["Missing closing 'quote", '']], ['a']],
    [
      'a missing comma',
      'json',
      '{"packages": {"a": {"evr": "1-1"} "b": {}}}',
      [['A comma is expected here.', '"b"']],
      ['a', 'b'],
    ],
    [
      'a trailing comma',
      'json',
      '{"packages": {"a": {"evr": "1-1"},}}',
      [
        ['A key in double quotes is expected here.', '}'],
        ['A value is expected here.', '}'],
      ],
      ['a'],
    ],
    ['a comment', 'json', '{"packages": {}} // c', [['JSON has no comments.', '// c']], []],
    ['an open brace', 'json', '{"packages": {"a": {"evr": "1-1"', [['A closing brace is missing.', '']], ['a']],
  ])('%s', (_name, format, text, problems, names) => {
    const lockfile = parseLockfile(text, format);
    expect(lockfile.entries.map(entry => entry.name)).toEqual(names);
    const found = lockfile.syntaxProblems.map(({ message, span }) => [message, sourceOf(lockfile, span)]);
    expect(found).toEqual(problems);
  });
});

function spansOf(node: Node | undefined, spans: Node['span'][] = []): Node['span'][] {
  if (!node) return spans;
  spans.push(node.span);
  if (node.kind === 'sequence') for (const item of node.items) spansOf(item, spans);
  if (node.kind === 'map') {
    for (const member of node.members) {
      spans.push(member.span, member.key.span);
      spansOf(member.value, spans);
    }
  }
  return spans;
}

describe('any text', () => {
  const junk = fc.string({
    unit: fc.constantFrom(...'{}[]:,"\'#-?&*!|>%@`~ \n\r\t\\ab1/é\u2028\ufeff\0', 'packages', 'evr', '  '),
  });
  const cut = fc
    .tuple(fc.constantFrom(...SAMPLES.map(sample => sample.text)), fc.nat(800), fc.nat(30), junk)
    .map(([text, at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length));

  it.each(['yaml', 'json'] as const)('never throws, and all spans lie in the text: %s', format => {
    fc.assert(
      fc.property(fc.oneof(junk, cut), text => {
        const lockfile = parseLockfile(text, format);
        const spans = [...lockfile.syntaxProblems, ...lockfile.comments].map(({ span }) => span);
        for (const { start, end } of [...spans, ...spansOf(lockfile.root)]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('bounds', () => {
  it.each<[LockfileFormat, string]>([
    ['json', '['],
    ['json', '{"a":'],
    ['yaml', '['],
    ['yaml', '{a: '],
    ['yaml', '- '],
  ])('%s nested without end: %s', (format, piece) => {
    const lockfile = parseLockfile(piece.repeat(20_000), format);
    expect(lockfile.root).toBeUndefined();
    expect(lockfile.syntaxProblems.map(problem => problem.message)).toEqual([
      "Nested deeper than 128 levels: rpm-ostree's parser refuses it.",
    ]);
  });

  it.each<[LockfileFormat, string]>([
    ['json', `${'['.repeat(120)}${']'.repeat(120)}`],
    ['yaml', `${'['.repeat(120)}${']'.repeat(120)}`],
  ])('%s nested 120 levels is still read', (format, text) => {
    expect(parseLockfile(text, format)).toMatchObject({ root: { kind: 'sequence' }, syntaxProblems: [] });
  });

  it('aliases are not expanded', () => {
    const levels = Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`);
    const lockfile = parseLockfile(`a0: &a0 x\n${levels.join('\n')}\n`, 'yaml');
    expect(lockfile.syntaxProblems).toEqual([]);
    expect(lockfile.root?.kind === 'map' && lockfile.root.members).toHaveLength(61);
  });

  it.each(['yaml', 'json'] as const)('a text of nothing but problems: %s', format => {
    expect(parseLockfile('\u0001 '.repeat(5000), format).syntaxProblems).toHaveLength(1000);
  });

  it('a text that is too large is not read, and says so', () => {
    const lockfile = parseLockfile(' '.repeat(8 * 1024 * 1024 + 1), 'yaml');
    expect(lockfile.root).toBeUndefined();
    expect(lockfile.syntaxProblems[0]?.message).toMatch(/^Too large for a lockfile: 8388609 characters/);
  });
});

describeShared('all real files', () => {
  const parsed = REAL_FILES.map(file => ({
    ...file,
    lockfile: parseLockfile(readFileSync(file.path, 'utf8'), file.format),
  }));
  const ids = (test: (lockfile: Lockfile, name: string) => boolean): string[] =>
    parsed.filter(({ lockfile, name }) => test(lockfile, name)).map(({ id }) => id);
  const isLock = (name: string): boolean => !/rpms\.(?:lock|in)\.yaml$|fast-tracks\.yaml$/.test(name);

  it('parse without a problem', () => {
    expect(parsed).toHaveLength(1335);
    expect(ids(lockfile => lockfile.syntaxProblems.length > 0)).toEqual([]);
  });

  // judged with PyYAML (a constructor that records equal keys) and json.loads(object_pairs_hook)
  it('duplicate keys are seen', () => {
    const twice = (node: Node | undefined): boolean =>
      node?.kind === 'map' && node.members.some(member => member.superseded || twice(member.value));
    expect(ids(lockfile => twice(lockfile.root))).toEqual([
      'overrides/6cfc86d731bf207b6c1414f5936faf160913b183.yaml',
      'overrides/81c00cc3510a8077649d47dd35b98aefec8bdc8d.yaml',
      'overrides/8bcd116f38ee01cf6f8e9057cdfe89cfcfc08a52.yaml',
      'overrides/e95422e6c682733a504a1db7f0c4a6b097f4e019.yaml',
      'overrides/74027544721e2d3f71378f1b49b0dd5e77fa9d8f.yaml',
      'overrides/9b712d12ef42f975ef6ddd188be2f306e903664f.yaml',
      'overrides/d1b68ba2aa5c1d6790ba9eb0c8c7f6edbd1c9e99.yaml',
      'overrides/98383c62488d13bbe1bfffdbc5ff94dc79ceede1.yaml',
      'overrides/442837fce37cc644e2f219794c2f917cb0b39a14.yaml',
    ]);
    const systemd = parsed.find(({ id }) => id === 'overrides/81c00cc3510a8077649d47dd35b98aefec8bdc8d.yaml')?.lockfile;
    const gone = systemd?.entries.filter(entry => entry.superseded) ?? [];
    expect(gone.map(entry => entry.name)).toEqual(['systemd']);
    // zero-based line 25 of the last one, as PyYAML counts
    const last = systemd?.byName.get('systemd')?.member.span.start ?? 0;
    expect(systemd?.text.slice(0, last).split('\n')).toHaveLength(26);
  });

  it('packages that are null, a list or missing, and empty files are seen', () => {
    const kindOf = ({ packages }: Lockfile): string | undefined => {
      const value = packages?.value;
      return value?.kind === 'scalar' ? value.yaml11 : value?.kind;
    };
    expect(
      ids(
        (lockfile, name) =>
          isLock(name) && lockfile.packages !== undefined && [undefined, 'null'].includes(kindOf(lockfile)),
      ),
    ).toEqual([
      'overrides/9186b1095664ea58c71c42dc8ec52e08d5394577.yaml',
      'overrides/a36581c416f7856d469887485e85817c557e0890.yaml',
    ]);
    expect(ids((lockfile, name) => isLock(name) && kindOf(lockfile) === 'sequence')).toEqual([
      'base/eb5059fb2edef39e8b624108085b9f90092b407d.json',
      'base/6351aa9b70e2ba614abaa539473544493a483d8a.json',
    ]);
    expect(ids(lockfile => lockfile.root === undefined)).toEqual([
      'overrides/687efebeee7f7041982a5b93d854a96fa767ea81.yaml',
    ]);
    expect(
      ids((lockfile, name) => isLock(name) && lockfile.root !== undefined && lockfile.packages === undefined),
    ).toEqual(['overrides/5f799f3eec20438ded847f1b2c3ce9c010831e7d.yaml']);
    const isEmpty = ({ packages }: Lockfile): boolean =>
      packages?.value?.kind === 'map' && packages.value.members.length === 0;
    expect(ids(isEmpty)).toEqual([
      'base/5d5e1bfa86be7ac24025b18ec45771da9ecb8ffd.json',
      'overrides/f7d6facc7fb5c71d1aca926356fab466fe1e84f6.yaml',
      'overrides/c112f8d42a00b7ad86cc0dc0f60d7317f9623baa.yaml',
      'overrides/c33c0b6dffa306ee4e96f13cddda1066e6353896.yaml',
      'overrides/62cfbe5a1d2ebe2c85055ba8e8545f7d7dbd8a95.yaml',
    ]);
  });

  it('every entry has a version, and its source is the EVR', () => {
    let versions = 0;
    for (const { id, name, lockfile } of parsed) {
      if (!isLock(name)) continue;
      for (const { version, name: entry } of lockfile.entries) {
        if (!version) throw new Error(`${id}: ${entry} has no version`);
        versions++;
        const { start, end } = version.evrSpan;
        expect(lockfile.text.slice(start, end) === version.evr).toBe(true);
      }
    }
    expect(versions).toBeGreaterThan(100_000);
  });
});
