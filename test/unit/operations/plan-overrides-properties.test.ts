/** What holds of every plan, on generated streams and on every real overrides file. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LayerFile } from '../../../server/lockfile/layers';
import type { Lockfile } from '../../../server/lockfile/model';
import type { BuiltRpm, OverrideItem, OverridePlan, OverrideTarget } from '../../../server/operations/override-request';
import { planOverrides } from '../../../server/operations/plan-overrides';
import { layerFile } from '../../support/branches';
import fc from '../../support/fast-check';
import { hasShared, itShared } from '../../support/shared';
import { REAL_FILES } from '../lockfile/real-files';
import { ARCHES, COMMON, type Locks, REASON, streamOf } from './override-samples';
import { applied, planFault } from './override-state';

const NAMES = ['acl', 'bash', 'kernel', 'kernel-core', 'sudo', 'zlib'];
const evr = fc.tuple(fc.constantFrom('', '0:', '2:'), fc.nat(9), fc.nat(9)).map(([e, v, r]) => `${e}${v}.0-${r}.fc40`);

/** An entry's lines: in blocks or in braces, with comments in all places, with and without metadata. */
function entryText(name: string, version: string, arch: string | undefined, form: number): string {
  const value = arch === undefined ? `evr: ${version}` : `evra: ${version}.${arch}`;
  switch (form % 5) {
    case 0:
      return `  ${name}:\n    ${value}\n`;
    case 1:
      return `  # why ${name}\n  ${name}: # here\n    ${value} # now\n    metadata:\n      type: pin\n      # link\n      reason: https://example.com/${name}\n`;
    case 2:
      return `  ${name}: {${value}, metadata: {type: fast-track}}\n`;
    case 3:
      return `  ${name}:\n    metadata:\n      type: fast-track\n      bodhi: https://example.com/b\n    ${value}\n\n`;
    default:
      return `  ${name}:\n    ${value}\n    digest: sha256:00\n    # below ${name}\n`;
  }
}

const overrides = (arch: string | undefined) =>
  fc.array(fc.tuple(fc.constantFrom(...NAMES), evr, fc.nat(4)), { maxLength: 5 }).map(all => {
    const lines = all.map(([name, version, form]) => entryText(name, version, arch, form));
    return lines.length === 0 ? 'packages: {}\n' : `# head\npackages:\n${lines.join('')}`;
  });

interface Texts {
  readonly locks: Locks;
  readonly files: Readonly<Record<string, string>>;
}

const texts: fc.Arbitrary<Texts> = fc
  .record({
    locks: fc.record(
      Object.fromEntries(
        ARCHES.map(arch => [
          arch,
          fc.dictionary(
            fc.constantFrom(...NAMES),
            evr.map(own => `${own}.${arch}`),
          ),
        ]),
      ),
    ),
    common: fc.option(overrides(undefined), { nil: undefined }),
    own: fc.record(
      Object.fromEntries(ARCHES.map(arch => [arch, fc.option(overrides(arch), { nil: undefined, freq: 2 })])),
    ),
  })
  .map(({ locks, common, own }) => {
    const files = Object.entries(own).flatMap(([arch, text]) => {
      return text === undefined ? [] : [[`manifest-lock.overrides.${arch}.yaml`, text] as const];
    });
    return { locks, files: { ...(common !== undefined && { [COMMON]: common }), ...Object.fromEntries(files) } };
  });

const rpm: fc.Arbitrary<BuiltRpm> = fc.record({
  name: fc.constantFrom(...NAMES),
  epoch: fc.constantFrom(null, 0, 2),
  version: fc.constantFrom('3.0', '4.0'),
  release: fc.constant('1.fc40'),
  arch: fc.constantFrom(...ARCHES, 'noarch', 'src', 'i686'),
});

const items: fc.Arbitrary<OverrideItem[]> = fc.array(
  fc
    .tuple(fc.array(rpm, { minLength: 1, maxLength: 12 }), fc.constantFrom(...NAMES), fc.boolean())
    .map(([rows, name, wide]): OverrideItem => {
      const all = wide
        ? rows.flatMap(row => ARCHES.map(arch => ({ ...row, arch: row.arch === 'noarch' ? 'noarch' : arch })))
        : rows;
      return { build: { nvr: `${name}-3.0-1.fc40`, name, rpms: all }, type: 'pin', reason: REASON };
    }),
  { minLength: 1, maxLength: 3 },
);

/** Comments, and texts of entries by name, that the plan has nothing to do with. */
function rest(lockfile: Lockfile, touched: ReadonlySet<string>): readonly [string[], (readonly [string, string])[]] {
  const theirs = lockfile.entries.filter(({ name }) => touched.has(name));
  const outside = lockfile.comments.filter(({ span }) => {
    return !theirs.some(({ member }) => {
      const lineEnd = lockfile.text.indexOf('\n', member.span.end);
      return span.start > member.span.start && span.end <= (lineEnd < 0 ? lockfile.text.length : lineEnd);
    });
  });
  const others = lockfile.entries.filter(({ name, superseded }) => !touched.has(name) && !superseded);
  return [
    outside.filter(({ text }) => !text.startsWith('below ')).map(({ text }) => text),
    others.map(({ name, member }) => [name, lockfile.text.slice(member.span.start, member.span.end)] as const),
  ];
}

function expectHolds(before: OverrideTarget, asked: readonly OverrideItem[], plan: OverridePlan): void {
  if (plan.kind === 'refused') return;
  expect(planFault(before, asked, plan)).toBeUndefined();
  const names = new Set(plan.entries.map(({ name }) => name));
  const files = applied(before.files, plan);
  for (const { path, lockfile } of before.files) {
    const now = files.find(file => file.path === path);
    if (!now) throw new Error(`${path} is gone`);
    expect([path, rest(now.lockfile, names)]).toEqual([path, rest(lockfile, names)]);
  }
  const again = planOverrides({ ...before, files }, asked);
  if (again.kind === 'refused') throw new Error(again.message);
  expect(again.files).toEqual([]);
  expect(new Set(again.entries.map(({ change }) => change))).toEqual(new Set(['unchanged']));
}

describe('a plan', () => {
  it('has what was asked for on every arch, changes nothing else, and has nothing to do a second time', () => {
    let plans = 0;
    fc.assert(
      fc.property(texts, items, ({ locks, files }, asked) => {
        const before = streamOf(locks, files);
        const plan = planOverrides(before, asked);
        if (plan.kind === 'plan') plans++;
        expectHolds(before, asked, plan);
      }),
      { numRuns: 150 },
    );
    expect(plans).toBeGreaterThan(75);
  });

  it('says the same in the canonical form', () => {
    fc.assert(
      fc.property(texts, items, ({ locks, files }, asked) => {
        const before = streamOf(locks, files);
        const plan = planOverrides(before, asked, { canonical: true });
        if (plan.kind === 'plan') expect(planFault(before, asked, plan)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

/** A stream that locks what the file names and one package more, all of them older. */
function streamWith(file: LayerFile): OverrideTarget {
  const names = [...file.lockfile.byName.keys(), 'zz-new'];
  const packages = Object.fromEntries(names.map(name => [name, '0-1.fc40.noarch']));
  const arches = file.arch === undefined ? ARCHES : [file.arch];
  const { files, ...stream } = streamOf(Object.fromEntries(arches.map(arch => [arch, packages])));
  return { ...stream, files: [...files, file] };
}

itShared(
  'every real overrides file takes a new entry and one instead of its last',
  () => {
    expect(hasShared && REAL_FILES.length).toBeGreaterThan(1000);
    const refused: string[] = [];
    let done = 0;
    for (const { id, path, name, format } of REAL_FILES) {
      const file = id.startsWith('overrides/')
        ? layerFile(name.slice(name.lastIndexOf('/') + 1), readFileSync(path, 'utf8'))
        : undefined;
      if (
        !file ||
        file.layer === 'base' ||
        file.lockfile.format !== format ||
        (file.arch !== undefined && !ARCHES.includes(file.arch))
      )
        continue;
      const last = [...file.lockfile.byName.keys()].at(-1);
      const rows = [...(last === undefined ? [] : [last]), 'zz-new'].flatMap(own => {
        return ARCHES.map((arch): BuiltRpm => ({ name: own, epoch: null, version: '9', release: '1.fc40', arch }));
      });
      const asked: OverrideItem[] = [
        { build: { nvr: 'zz-9-1.fc40', name: 'zz', rpms: rows }, type: 'pin', reason: REASON },
      ];
      const before = streamWith(file);
      const plan = planOverrides(before, asked);
      if (plan.kind === 'refused') refused.push(`${file.path}: ${plan.message}`);
      else {
        expectHolds(before, asked, plan);
        done++;
      }
    }
    expect(refused.map(message => message.replace(/^.*?: /, '')).sort()).toEqual([]);
    expect(done).toBeGreaterThan(1000);
  },
  60_000,
);
