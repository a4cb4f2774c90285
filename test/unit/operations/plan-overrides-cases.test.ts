/** The plan against what `ci/overrides.py` made of the same inputs. */
import { describe, expect } from 'vitest';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import type { Lockfile, Node } from '../../../server/lockfile/model';
import { parseLockfile } from '../../../server/lockfile/parse';
import { pyYamlValue } from '../../../server/lockfile/pyyaml-value';
import { resolveAlias } from '../../../server/lockfile/view';
import type {
  OverrideItem,
  OverridePlan,
  OverrideTarget,
  SourceBuild,
} from '../../../server/operations/override-request';
import { planOverrides } from '../../../server/operations/plan-overrides';
import { layerFiles } from '../../support/branches';
import { type OverrideCase, overrideCases } from '../../support/override-cases';
import { itShared } from '../../support/shared';
import { planFault } from './override-state';

const COMMON = 'manifest-lock.overrides.yaml';

/** What the tool is asked for cannot be found, or the command line is wrong: whoever looks up the builds says so. */
const NO_BUILDS: ReadonlySet<string> = new Set([
  ...['077', '078', '089', '090', '092', '093', '098', '101', '119', '182', '183', '185', '191', '192'],
]);

/** Where ours differs from the tool: files of single arches as `ARCH NAME VERSION`, and why. docs/command-line.md lists the same. */
const DIFFERENCES: Readonly<
  Record<string, { readonly tool: 'refuses' | 'writes'; readonly apart: readonly string[]; readonly why: string }>
> = {
  '017': {
    tool: 'refuses',
    apart: [
      'aarch64 grub2-efi-aa64 1:2.12-10.fc41.aarch64',
      'x86_64 grub2-efi-x64 1:2.12-10.fc41.x86_64',
      'x86_64 grub2-pc 1:2.12-10.fc41.x86_64',
      'ppc64le grub2-ppc64le 1:2.12-10.fc41.ppc64le',
      ...['aarch64', 'ppc64le', 'x86_64'].map(arch => `${arch} grub2-tools 1:2.12-10.fc41.${arch}`),
      ...['aarch64', 'ppc64le', 'x86_64'].map(arch => `${arch} grub2-tools-minimal 1:2.12-10.fc41.${arch}`),
    ],
    why: 'other packages on each arch: those go into the files of their arches',
  },
  '021': {
    tool: 'refuses',
    apart: ['aarch64 crun-wasm 1.11-1.fc39.aarch64', 'x86_64 crun-wasm 1.11-1.fc39.x86_64'],
    why: 'a subpackage of two arches',
  },
  '024': {
    tool: 'refuses',
    apart: ['s390x veritysetup 2.7.5-1.fc41.s390x'],
    why: 'a noarch package that one arch locks fits the common file, a package of s390x alone its own',
  },
  '036': { tool: 'refuses', apart: [], why: 'no overrides file yet: it is made' },
  '053': {
    tool: 'refuses',
    apart: [
      'aarch64 grub2-efi-aa64 1:2.12-5.fc40.aarch64',
      'x86_64 grub2-efi-x64 1:2.12-5.fc40.x86_64',
      'x86_64 grub2-pc 1:2.12-5.fc40.x86_64',
      'ppc64le grub2-ppc64le 1:2.12-5.fc40.ppc64le',
    ],
    why: 'other packages on each arch',
  },
  '054': {
    tool: 'refuses',
    apart: ['aarch64 crun-wasm 1.18-1.fc40.aarch64', 'x86_64 crun-wasm 1.18-1.fc40.x86_64'],
    why: 'a subpackage of two arches',
  },
  '056': {
    tool: 'writes',
    apart: ['s390x s390utils-core 2:2.34.0-1.fc40.s390x'],
    why: 'an evr would stand for three arches that have no such package',
  },
  '057': {
    tool: 'refuses',
    apart: ['x86_64 microcode_ctl 2:2.1-62.fc40.x86_64'],
    why: 'two builds, one of x86_64 only',
  },
  '059': {
    tool: 'refuses',
    apart: ['x86_64 microcode_ctl 2:2.1-62.fc40.x86_64'],
    why: 'two builds of one update, one of x86_64 only',
  },
  '060': {
    tool: 'writes',
    apart: ['aarch64', 'ppc64le', 'x86_64'].map(arch => `${arch} bash 5.2.32-1.fc40.${arch}`),
    why: 'not built for s390x, which would lose the version that it locks',
  },
  '063': { tool: 'refuses', apart: [], why: 'a noarch package is the same everywhere, also where it is not locked' },
  '149': { tool: 'refuses', apart: [], why: 'an empty overrides file is filled' },
  '150': { tool: 'refuses', apart: [], why: 'an overrides file of comments alone is filled, the comments stay' },
  '173': { tool: 'writes', apart: [], why: 'an override of x86_64 alone would still count there: it goes' },
  '180': { tool: 'refuses', apart: [], why: 'a noarch package is the same everywhere, also where it is not locked' },
};

interface Request {
  readonly items: readonly OverrideItem[];
  readonly ignoreDistMismatch: boolean;
}

function requestOf({ kind, argv, services }: OverrideCase): Request {
  const subjects: string[] = [];
  let reason: string | undefined;
  let ignoreDistMismatch = false;
  const [, ...words] = argv;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const glued = /^(?:--reason=|-r(?=.))(.*)$/s.exec(word);
    if (glued) reason = glued[1];
    else if (word === '-r' || word === '--reason') reason = words[++i];
    else if (word.startsWith('--ignore')) ignoreDistMismatch = true;
    else subjects.push(word);
  }
  const build = (nvr: string): SourceBuild => {
    const rpms = services.koji[nvr];
    if (!rpms) throw new Error(`${nvr} is not in services.json`);
    return { nvr, name: nvr.replace(/-[^-]*-[^-]*$/, ''), rpms };
  };
  if (kind === 'pin') {
    return { items: subjects.map(nvr => ({ build: build(nvr), type: 'pin', reason })), ignoreDistMismatch };
  }
  const items = subjects.flatMap(subject => {
    const update = services.bodhi[subject.slice(subject.lastIndexOf('/') + 1)];
    if (!update) throw new Error(`${subject} is not in services.json`);
    return update.builds.map(
      ({ nvr }): OverrideItem => ({ build: build(nvr), type: 'fast-track', reason, bodhi: update.url }),
    );
  });
  return { items, ignoreDistMismatch };
}

function targetOf({ files: texts, services }: OverrideCase): OverrideTarget {
  const manifest = parseLockfile(texts['manifest.yaml'] ?? '', 'yaml').root;
  const stream = textAt(manifest, 'variables', 'stream');
  const files = layerFiles(texts);
  const locked = new Map<string, ReadonlyMap<string, string>>();
  for (const { layer, arch, lockfile } of files) {
    if (layer === 'base' && arch !== undefined) locked.set(arch, lockedIn(lockfile));
  }
  if (locked.size === 0) {
    const known = services.builds[stream ?? ''];
    for (const arch of ['x86_64', 'aarch64', 'ppc64le', 's390x']) {
      const build = known?.builds.find(({ arches }) => arches.includes(arch));
      const lock = build && known?.generated[`${build.id}/${arch}`];
      if (lock) locked.set(arch, lockedIn(parseLockfile(JSON.stringify(lock), 'json')));
    }
  }
  return { stream, releasever: textAt(manifest, 'releasever'), basearches: [...locked.keys()], files, locked };
}

function lockedIn({ byName }: Lockfile): Map<string, string> {
  return new Map([...byName].map(([name, { version }]) => [name, version?.evr ?? '']));
}

function textAt(node: Node | undefined, ...keys: readonly string[]): string | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return node?.kind === 'scalar' ? node.text : undefined;
  return node?.kind === 'map'
    ? textAt(node.members.find(member => member.key.text === key)?.value, ...rest)
    : undefined;
}

function planOf(one: OverrideCase, canonical: boolean): OverridePlan {
  const { items, ignoreDistMismatch } = requestOf(one);
  return planOverrides(targetOf(one), items, { ignoreDistMismatch, canonical });
}

/** What PyYAML reads of a file, key order aside. */
function meaning(text: string): unknown {
  return meaningOf(parseLockfile(text, 'yaml').root);
}

function meaningOf(node: Node | undefined): unknown {
  const found = resolveAlias(node);
  switch (found?.kind) {
    case 'map': {
      const merged = found.members.filter(({ key }) => key.text === '<<').map(({ value }) => meaningOf(value));
      const own = found.members
        .filter(({ key }) => key.text !== '<<')
        .map(({ key, value }) => [key.text, meaningOf(value)]);
      return Object.assign({}, ...merged, Object.fromEntries(own)) as unknown;
    }
    case 'sequence':
      return found.items.map(meaningOf);
    case 'scalar':
      return found.yaml11 === 'string' ? found.text : { typed: pyYamlValue(found.text, found.yaml11) };
    default:
      return { typed: 'null' };
  }
}

function cases(): OverrideCase[] {
  return [...overrideCases('pin'), ...overrideCases('fast-track')].filter(({ id }) => !NO_BUILDS.has(id));
}

describe('planOverrides on the cases of ci/overrides.py', () => {
  itShared('writes the same entries, with canonical the same bytes, and refuses where it refuses', () => {
    const found: string[] = [];
    for (const one of cases()) {
      const { id, expected, overrides, files } = one;
      if (id in DIFFERENCES) continue;
      const [plan, canonical] = [planOf(one, false), planOf(one, true)];
      const before = files[COMMON] ?? '';
      if (expected.exit !== 0) {
        for (const { kind } of [plan, canonical]) if (kind !== 'refused') found.push(`${id} is not refused`);
        continue;
      }
      if (plan.kind === 'refused' || canonical.kind === 'refused') {
        const [refused] = [plan, canonical].filter(({ kind }) => kind === 'refused');
        found.push(`${id}: ${refused?.kind === 'refused' ? refused.message : ''}`);
        continue;
      }
      const others = [...plan.files, ...canonical.files].filter(({ path }) => path !== COMMON);
      if (others.length > 0) found.push(`${id} writes ${others.map(({ path }) => path)}`);
      const bytes = canonical.files.find(({ path }) => path === COMMON)?.after ?? before;
      if (bytes !== overrides) found.push(`${id} canonical:\n${bytes}`);
      const text = plan.files.find(({ path }) => path === COMMON)?.after ?? before;
      if (JSON.stringify(sorted(meaning(text))) !== JSON.stringify(sorted(meaning(overrides ?? '')))) {
        found.push(`${id} entries:\n${text}`);
      }
    }
    expect(found).toEqual([]);
  });

  itShared('differs on purpose in these, and in no other', () => {
    const all = new Map(cases().map(one => [one.id, one]));
    for (const [id, { tool, apart }] of Object.entries(DIFFERENCES)) {
      const one = all.get(id);
      if (!one) throw new Error(`no case ${id}`);
      expect([id, one.expected.exit === 0 ? 'writes' : 'refuses']).toEqual([id, tool]);
      const plan = planOf(one, false);
      if (plan.kind === 'refused') throw new Error(plan.message);
      const elsewhere = plan.entries.filter(({ path }) => path !== COMMON);
      expect([id, elsewhere.map(({ path, name, version }) => `${path.split('.')[2]} ${name} ${version}`)]).toEqual([
        id,
        apart,
      ]);
    }
    const [shadowed] = [all.get('173')].map(one => one && planOf(one, true));
    expect(shadowed?.kind === 'plan' ? shadowed.files.map(({ path, after }) => [path, after]) : shadowed).toEqual([
      ['manifest-lock.overrides.x86_64.yaml', `${OVERRIDES_HEADER}\npackages: {}\n`],
      [COMMON, all.get('173')?.overrides],
    ]);
  });

  itShared(
    'says how the tool retypes what is not quoted, and leaves it alone where it is not asked for the form',
    () => {
      const one = cases().find(({ id }) => id === '162');
      const [plan, canonical] = one ? [planOf(one, false), planOf(one, true)] : [];
      expect(plan?.kind === 'plan' && plan.files[0]?.after).toContain('    evr: 1.10\n');
      expect(canonical?.kind === 'plan' && canonical.notes).toEqual([
        `${COMMON}:13:10: 1.10 is written as 1.1, which is how PyYAML reads it.`,
      ]);
    },
  );

  itShared('has exactly what was asked for on every arch, and nothing else changed', () => {
    for (const one of cases()) {
      const target = targetOf(one);
      const request = requestOf(one);
      for (const canonical of [false, true]) {
        const plan = planOverrides(target, request.items, { ...request, canonical });
        // there the tool's form changes what stood there: see the test below
        if (plan.kind === 'refused' || (canonical && one.id === '162')) continue;
        expect([one.id, planFault(target, request.items, plan)]).toEqual([one.id, undefined]);
      }
    }
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
