import { describe, expect, it } from 'vitest';
import { carefulFates } from '../../../server/operations/careful-graduation';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, scopeOf } from './support';

const COMMON = 'manifest-lock.overrides.yaml';
const X86_64 = 'manifest-lock.overrides.x86_64.yaml';
const AARCH64 = 'manifest-lock.overrides.aarch64.yaml';

const overrides = (versions: Readonly<Record<string, string>>, type = 'fast-track') =>
  `packages:\n${Object.entries(versions)
    .map(([name, evr]) => `  ${name}:\n    evr: ${evr}\n    metadata: {type: ${type}}\n`)
    .join('')}`;
const on = (arch: string, lines: readonly (readonly [name: string, evr: string, source?: string])[]) =>
  availability(arch, [
    repository(
      { id: 'fedora-updates' },
      lines.map(
        ([name, evr, source]): PackageLine => (source === undefined ? [name, evr, arch] : [name, evr, arch, source]),
      ),
    ),
  ]);

interface Case {
  readonly files: Readonly<Record<string, string>>;
  /** Base locks: EVR by name, by basearch. */
  readonly bases?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly known: Parameters<typeof scopeOf>[2];
  readonly allowUnchecked?: boolean;
  readonly keep?: (file: { path: string }, entry: { name: string }) => string | undefined;
}

/** By file and name: `drop`, or the sentence. */
function fates({ files, bases = {}, known, allowUnchecked, keep }: Case) {
  const locks = Object.entries(bases).map(([arch, versions]) => {
    const entries = Object.entries(versions).map(([name, evr]) => [name, `${evr}.${arch}`]);
    return [`manifest-lock.${arch}.json`, baseLock(Object.fromEntries(entries))];
  });
  const [first = ''] = Object.keys(files);
  const scope = scopeOf(first, { ...files, ...Object.fromEntries(locks) }, known, ['x86_64', 'aarch64']);
  const found = carefulFates(
    { ...scope, keep },
    scope.files.filter(({ layer }) => layer !== 'base'),
    { allowUnchecked },
  );
  return Object.fromEntries(
    [...found].map(([{ path }, entries]) => [
      path,
      Object.fromEntries([...entries].map(([{ name }, fate]) => [name, fate.kind === 'drop' ? 'drop' : fate.message])),
    ]),
  );
}

const NEW = '5:5.2.5-1.fc40';
const OLD = '5:5.2.4-1.fc40';
const podman = (evr = NEW) => [on('x86_64', [['podman', evr]]), on('aarch64', [['podman', evr]])];
const bases = (x86_64: string, aarch64 = x86_64) => ({ x86_64: { podman: x86_64 }, aarch64: { podman: aarch64 } });
const files = { [COMMON]: overrides({ podman: NEW }) };

describe('carefulFates', () => {
  it('drops what repositories and base locks of every basearch have', () => {
    expect(fates({ files, bases: bases(NEW), known: podman() })).toEqual({ [COMMON]: { podman: 'drop' } });
  });

  it.each<[string, Partial<Case>, string]>([
    ['repositories are behind', { known: podman(OLD) }, 'fedora-updates has 5:5.2.4-1.fc40 for x86_64'],
    [
      'one basearch is behind',
      { known: [...podman().slice(0, 1), ...podman(OLD).slice(1)] },
      'fedora-updates has 5:5.2.4-1.fc40 for aarch64',
    ],
    ['one basearch is not known', { known: podman().slice(0, 1) }, 'the repositories of aarch64 were not looked up'],
    ['nothing is known', { known: [] }, 'the repositories of x86_64 and aarch64 were not looked up'],
    ['one base lock is behind', { bases: bases(NEW, OLD) }, 'the base lock of aarch64 (5:5.2.4-1.fc40) is older'],
    ['no base lock has it', { bases: { x86_64: {}, aarch64: {} } }, 'no base lock has it'],
    [
      'no repository that was looked up has it',
      { bases: {}, known: [on('x86_64', [])] },
      'no repository has it, but those of aarch64 were not looked up',
    ],
    [
      'no repository has it at all',
      { bases: {}, known: [on('x86_64', []), on('aarch64', [])] },
      'no repository has it',
    ],
    [
      'it never was ahead',
      { bases: bases('5:5.3.0-1.fc40'), known: podman('5:5.3.0-1.fc40') },
      '5:5.2.5-1.fc40 never was ahead (fedora-updates has 5:5.3.0-1.fc40), so that it should be a pin',
    ],
    ['it is to be kept', { keep: ({ path }, { name }) => `${name} of ${path}` }, `podman of ${COMMON}`],
    ['its version is unusable', { files: { [COMMON]: overrides({ podman: '5.2.5' }) } }, 'it has no usable version'],
  ])('keeps it while %s', (_, more, because) => {
    const { [COMMON]: found } = fates({ files, bases: bases(NEW), known: podman(), ...more });
    expect(found).toEqual({ podman: `podman stays: ${because}.` });
  });

  it('goes by the base locks of basearches not looked up, where that is allowed', () => {
    const known = podman().slice(0, 1);
    expect(fates({ files, bases: bases(NEW), known, allowUnchecked: true })).toEqual({ [COMMON]: { podman: 'drop' } });
    expect(fates({ files, bases: bases(NEW, OLD), known, allowUnchecked: true })[COMMON]?.['podman']).toContain(
      'older',
    );
    expect(fates({ files, known, allowUnchecked: true })[COMMON]?.['podman']).toContain('aarch64 were not looked up');
  });

  it('goes by the repositories alone where there are no base locks', () => {
    expect(fates({ files, known: podman() })).toEqual({ [COMMON]: { podman: 'drop' } });
  });

  it('never drops a pin, and says what there is by now', () => {
    const pins = { [COMMON]: overrides({ podman: NEW }, 'pin') };
    expect(fates({ files: pins, bases: bases(NEW), known: podman() })[COMMON]).toEqual({
      podman: 'podman is a pin and stays: fedora-updates has 5:5.2.5-1.fc40 by now.',
    });
    expect(fates({ files: pins, known: [] })[COMMON]).toEqual({ podman: 'podman is a pin and stays.' });
  });

  it('judges an arch file by its own basearch', () => {
    const arch = { [AARCH64]: overrides({ podman: NEW }) };
    expect(fates({ files: arch, bases: bases(OLD, NEW), known: podman().slice(1) })).toEqual({
      [AARCH64]: { podman: 'drop' },
    });
    expect(fates({ files: arch, bases: bases(NEW, NEW), known: podman().slice(0, 1) })[AARCH64]?.['podman']).toBe(
      'podman stays: the repositories of aarch64 were not looked up.',
    );
  });
});

describe('a source package', () => {
  const EVR = '1:2.06-125.fc40';
  const SOURCE = 'grub2-2.06-125.fc40.src.rpm';
  const everywhere = (more: Record<string, string> = {}) => ({ 'grub2-common': EVR, 'grub2-tools': EVR, ...more });
  const grub = (arch: string, versions: Readonly<Record<string, string>>) =>
    on(
      arch,
      Object.entries(versions).map(([name, evr]) => [name, evr, SOURCE] as const),
    );
  const of = (common: Record<string, string>, x86_64: Record<string, string>, aarch64: Record<string, string>) => ({
    [COMMON]: overrides(common),
    [X86_64]: overrides(x86_64),
    [AARCH64]: overrides(aarch64),
  });

  it('goes as a whole, over all files', () => {
    const found = fates({
      files: of(everywhere(), { 'grub2-pc': EVR }, { 'grub2-efi-aa64': EVR }),
      bases: { x86_64: everywhere({ 'grub2-pc': EVR }), aarch64: everywhere({ 'grub2-efi-aa64': EVR }) },
      known: [grub('x86_64', everywhere({ 'grub2-pc': EVR })), grub('aarch64', everywhere({ 'grub2-efi-aa64': EVR }))],
    });
    expect(found).toEqual({
      [COMMON]: { 'grub2-common': 'drop', 'grub2-tools': 'drop' },
      [X86_64]: { 'grub2-pc': 'drop' },
      [AARCH64]: { 'grub2-efi-aa64': 'drop' },
    });
  });

  it('stays with the part of one basearch, and then on the others, too', () => {
    const found = fates({
      files: of(everywhere(), { 'grub2-pc': EVR }, { 'grub2-efi-aa64': EVR }),
      bases: {
        x86_64: everywhere({ 'grub2-pc': '1:2.06-124.fc40' }),
        aarch64: everywhere({ 'grub2-efi-aa64': EVR }),
      },
      known: [grub('x86_64', everywhere({ 'grub2-pc': EVR })), grub('aarch64', everywhere({ 'grub2-efi-aa64': EVR }))],
    });
    expect(found).toEqual({
      [COMMON]: {
        'grub2-common': `grub2-common stays with grub2-pc in ${X86_64} of the same source package.`,
        'grub2-tools': `grub2-tools stays with grub2-pc in ${X86_64} of the same source package.`,
      },
      [X86_64]: { 'grub2-pc': 'grub2-pc stays: the base lock of x86_64 (1:2.06-124.fc40) is older.' },
      [AARCH64]: {
        'grub2-efi-aa64': `grub2-efi-aa64 stays with grub2-common in ${COMMON} of the same source package.`,
      },
    });
  });

  it('is cut along basearches that share nothing', () => {
    const found = fates({
      files: of({}, { 'grub2-tools': EVR }, { 'grub2-tools': EVR }),
      bases: { x86_64: everywhere(), aarch64: { 'grub2-tools': '1:2.06-124.fc40' } },
      known: [grub('x86_64', everywhere()), grub('aarch64', everywhere())],
    });
    expect(found[X86_64]).toEqual({ 'grub2-tools': 'drop' });
    expect(found[AARCH64]?.['grub2-tools']).toContain('is older');
  });

  it('keeps an entry of one basearch that the common one would come to replace', () => {
    const found = fates({
      files: { [COMMON]: overrides({ podman: OLD }), [X86_64]: overrides({ podman: NEW }) },
      bases: { x86_64: { podman: NEW }, aarch64: { podman: '5:5.2.3-1.fc40' } },
      known: podman(),
    });
    expect(found[X86_64]).toEqual({ podman: `podman stays: its entry in ${COMMON} stays.` });
  });
});
