import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { OVERRIDES_HEADER } from '../../../server/lockfile/header';
import { type GraduationOptions, neededBasearches, planGraduation } from '../../../server/operations/plan-graduation';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';

const PODMAN =
  '  podman: # the reason is in the issue\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n';
const SHIM = '  shim-x64:\n    evra: 15.8-3.x86_64\n    metadata:\n      type: fast-track\n';
const BASH = '  bash:\n    evr: 5.2.26-3.fc40\n    metadata:\n      type: pin\n      reason: https://example.org/1\n';

const known = (arch: string, ...lines: readonly PackageLine[]) =>
  availability(arch, [
    repository({ id: 'fedora-updates' }, [['podman', '5:5.2.5-1.fc40', arch], ['shim-x64', '15.8-3', arch], ...lines]),
  ]);
const KNOWN = [known('x86_64'), known('aarch64')];
const bases = (podman: string) => ({
  'manifest-lock.x86_64.json': baseLock({ podman: `${podman}.x86_64`, 'shim-x64': '15.8-3.x86_64' }),
  'manifest-lock.aarch64.json': baseLock({ podman: `${podman}.aarch64` }),
});

interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly known?: typeof KNOWN;
  readonly only?: readonly string[];
}

function inputOf({ files, known: metadata = KNOWN, only }: World) {
  const all = files ?? {
    [COMMON]: `packages:\n${BASH}${PODMAN}`,
    [X86_64]: `packages:\n${SHIM}`,
    ...bases('5:5.2.5-1.fc40'),
  };
  const [first = ''] = Object.keys(all);
  const scope = scopeOf(first, all, metadata, ['x86_64', 'aarch64']);
  return { ...scope, only: only && new Set(only) };
}

function plan(world: World = {}, options: GraduationOptions = {}) {
  const found = planGraduation(inputOf(world), options);
  if (found.kind === 'refused') return found.message;
  for (const { before = '', after, edits } of found.files) expect(applyEdits(before, edits)).toBe(after);
  return {
    dropped: found.dropped.map(({ file, name, evr, base, newest }) => {
      return [file.path, name, evr, base, newest.repository.id];
    }),
    stays: found.stays.map(({ message }) => message),
    pins: found.pins.map(({ message }) => message),
    notes: found.notes,
    texts: Object.fromEntries(found.files.map(({ path, after }) => [path, after])),
    lost: found.files.flatMap(({ lostComments }) => lostComments.map(({ text }) => text)),
  };
}

const EAGER = { eager: { basearch: 'x86_64' } };

describe('planGraduation', () => {
  it('drops from all files, and keeps every other byte', () => {
    expect(plan()).toEqual({
      dropped: [
        [COMMON, 'podman', '5:5.2.5-1.fc40', '5:5.2.5-1.fc40', 'fedora-updates'],
        [X86_64, 'shim-x64', '15.8-3', '15.8-3', 'fedora-updates'],
      ],
      stays: [],
      pins: ['bash is a pin and stays.'],
      notes: [],
      texts: { [COMMON]: `packages:\n${BASH}`, [X86_64]: 'packages: {}\n' },
      lost: [],
    });
  });

  it('goes through the files alone that it is told', () => {
    expect(plan({ only: [X86_64] })).toMatchObject({ texts: { [X86_64]: 'packages: {}\n' }, pins: [] });
  });

  it('says which basearches it took at the word of their base locks', () => {
    const found = plan({ known: [known('x86_64')] }, { allowUnchecked: true });
    expect(found).toMatchObject({ notes: ['The repositories of aarch64 were not looked up.'] });
    expect(found).toMatchObject({ texts: { [COMMON]: `packages:\n${BASH}` } });
  });

  it('drops duplicates, too, so that none comes to life', () => {
    const older = PODMAN.replace('5.2.5', '5.2.3');
    const files = { [COMMON]: `packages:\n${older}${BASH}${PODMAN}`, ...bases('5:5.2.5-1.fc40') };
    expect(plan({ files })).toMatchObject({ texts: { [COMMON]: `packages:\n${BASH}` } });
  });

  it('writes the canonical form where that is asked for, and says which comments are lost', () => {
    const bash =
      '  bash:\n    evr: 5.2.26-3.fc40\n    metadata:\n      reason: https://example.org/1\n      type: pin\n';
    expect(plan({}, { canonical: true })).toMatchObject({
      texts: {
        [COMMON]: `${OVERRIDES_HEADER}\npackages:\n${bash}`,
        [X86_64]: `${OVERRIDES_HEADER}\npackages: {}\n`,
      },
      lost: ['the reason is in the issue'],
    });
  });

  it('keeps what others of a shared anchor say', () => {
    const files = {
      [COMMON]: `packages:
  podman: {evr: 5:5.2.5-1.fc40, metadata: &shared {type: fast-track}}
  skopeo: {evr: 1:1.16.1-1.fc40, metadata: *shared}
`,
      ...bases('5:5.2.5-1.fc40'),
    };
    const skopeo = '  skopeo:\n    evr: 1:1.16.1-1.fc40\n    metadata:\n      type: fast-track\n';
    expect(plan({ files })).toMatchObject({
      texts: { [COMMON]: `${OVERRIDES_HEADER}\npackages:\n${skopeo}` },
      notes: [`${COMMON} is written in its canonical form: what goes holds an anchor that other entries name.`],
    });
  });

  it('refuses what no reader can use, in whichever file', () => {
    const healthy = { [COMMON]: `packages:\n${PODMAN}`, ...bases('5:5.2.5-1.fc40') };
    const empty = `${X86_64}:1: it is empty: it needs "packages: {}"`;
    expect(plan({ files: { ...healthy, [X86_64]: '' } })).toBe(empty);
    const broken = { ...healthy, 'manifest-lock.aarch64.json': '{"packages": [' };
    expect(plan({ files: broken })).toMatch(/^manifest-lock\.aarch64\.json:1: it does not parse: /);
    expect(plan({ files: { ...broken, [X86_64]: '' } }, EAGER)).toMatchObject({
      texts: { [COMMON]: 'packages: {}\n' },
    });
  });

  it('cannot write JSON in the canonical form', () => {
    const json = 'manifest-lock.overrides.json';
    const text = '{"packages": {"podman": {"evr": "5:5.2.5-1.fc40", "metadata": {"type": "fast-track"}}}}\n';
    const files = { [json]: text, ...bases('5:5.2.5-1.fc40') };
    expect(plan({ files })).toMatchObject({ texts: { [json]: '{"packages": {}}\n' } });
    expect(plan({ files }, { canonical: true })).toBe(`${json}:1: the canonical form is YAML, and this file is JSON`);
  });
});

describe('planGraduation, eager', () => {
  it('leaves the files of single basearches alone, and does not look at base locks (rows 3 and 8)', () => {
    const files = {
      [COMMON]: `packages:\n${PODMAN}`,
      [X86_64]: `packages:\n${SHIM}`,
      ...bases('5:5.2.4-1.fc40'),
    };
    expect(plan({ files, known: [known('x86_64')] }, EAGER)).toMatchObject({
      dropped: [[COMMON, 'podman', '5:5.2.5-1.fc40', '5:5.2.4-1.fc40', 'fedora-updates']],
      texts: { [COMMON]: 'packages: {}\n' },
      notes: [
        'podman is downgraded until the next bump: the base locks of x86_64 and aarch64 (5:5.2.4-1.fc40) are older.',
      ],
    });
    // with the care of the default, it is the other way round
    expect(plan({ files })).toMatchObject({ dropped: [[X86_64, 'shim-x64', '15.8-3', '15.8-3', 'fedora-updates']] });
  });

  it('fails where the tool fails', () => {
    const files = { [COMMON]: 'packages:\n  podman:\n    metadata: {type: fast-track}\n' };
    expect(plan({ files }, EAGER)).toBe(`${COMMON}:2: podman has no usable version`);
  });
});

describe('neededBasearches', () => {
  const needed = (files: Readonly<Record<string, string>>, options: GraduationOptions = {}) =>
    neededBasearches(inputOf({ files, known: [] }), options);

  it('are those that a fast-track concerns', () => {
    const locks = bases('5:5.2.4-1.fc40');
    expect(needed({ [COMMON]: `packages:\n${PODMAN}`, ...locks })).toEqual(['x86_64', 'aarch64']);
    expect(needed({ [X86_64]: `packages:\n${SHIM}`, ...locks })).toEqual(['x86_64']);
    expect(needed({ [COMMON]: `packages:\n${BASH}`, ...locks })).toEqual([]);
  });

  it('is for the tool the one it runs on, for pins, too', () => {
    expect(needed({ [COMMON]: `packages:\n${BASH}` }, EAGER)).toEqual(['x86_64']);
    expect(needed({ [COMMON]: 'packages: {}\n', [X86_64]: `packages:\n${SHIM}` }, EAGER)).toEqual([]);
  });
});
