import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/lockfile/edits';
import { planDropGraduated } from '../../../server/lsp/drop-graduated';
import { availability, type PackageLine, repository } from '../../support/availability';
import { baseLock, MANIFEST, repoFile } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const fastTrack = (name: string, evr: string, key = 'evr'): string =>
  `  ${name}:\n    ${key}: ${evr}\n    metadata:\n      type: fast-track\n`;
const known = (packages: readonly PackageLine[], basearch = 'x86_64') =>
  availability(basearch, [repository({ id: 'fedora-updates' }, packages)]);

const IGNITION = fastTrack('ignition', '2.20.0-1.fc40');
const PODMAN = fastTrack('podman', '5:5.2.3-1.fc40');
const BOTH = `packages:\n${IGNITION}${PODMAN}`;
const X86_64 = known([
  ['ignition', '2.20.0-1.fc40', 'x86_64'],
  ['podman', '5:5.2.3-1.fc40', 'x86_64'],
]);

/** `bases`: what the base lock of each basearch has. */
async function plan(
  text: string,
  bases: Readonly<Record<string, Readonly<Record<string, string>>>>,
  options: Partial<ViewOptions> = {},
) {
  const locks = Object.entries(bases).map(([arch, packages]) => {
    return [`manifest-lock.${arch}.json`, baseLock(arch, packages)];
  });
  const files = {
    'manifest.yaml': MANIFEST,
    'fedora.repo': repoFile('https://example.org/'),
    [OPEN]: text,
    ...Object.fromEntries(locks),
  };
  const view = await lockfileView({ files, open: OPEN, availability: [X86_64], ...options });
  const { edits, result } = planDropGraduated(view);
  return { ...result, text: edits.length === 0 ? text : applyEdits(text, edits[0]?.edits ?? []) };
}

describe('planDropGraduated', () => {
  it('drops what the base locks have, and says what stays and why', async () => {
    const bases = { x86_64: { ignition: '2.20.0-1.fc40', podman: '5:5.2.2-1.fc40' } };
    expect(await plan(BOTH, bases)).toEqual({
      changed: [{ name: 'ignition', from: '2.20.0-1.fc40', to: '2.20.0-1.fc40' }],
      message: 'Dropped the fast-track of ignition. podman stays: the base lock of x86_64 (5:5.2.2-1.fc40) is older.',
      text: `packages:\n${PODMAN}`,
    });
  });

  it('keeps what one base lock does not have yet', async () => {
    const bases = { x86_64: { ignition: '2.20.0-1.fc40' }, aarch64: { ignition: '2.19.0-3.fc40' } };
    expect(await plan(`packages:\n${IGNITION}`, bases)).toEqual({
      changed: [],
      message: 'Nothing was dropped. ignition stays: the base lock of aarch64 (2.19.0-3.fc40) is older.',
      text: `packages:\n${IGNITION}`,
    });
  });

  it('says which basearches were not looked up', async () => {
    const bases = { x86_64: { ignition: '2.20.0-1.fc40' }, aarch64: { ignition: '2.20.0-1.fc40' } };
    const { message, text } = await plan(`packages:\n${IGNITION}`, bases);
    expect(message).toBe('Dropped the fast-track of ignition. The repositories of aarch64 were not looked up.');
    expect(text).toBe('packages: {}\n');
  });

  it('keeps a source package together', async () => {
    const source = 'grub2-2.06-125.fc40.src.rpm';
    const text = `packages:\n${fastTrack('grub2-common', '1:2.06-125.fc40.noarch', 'evra')}${fastTrack('grub2-tools', '1:2.06-126.fc40')}`;
    const { message } = await plan(
      text,
      { x86_64: { 'grub2-common': '1:2.06-125.fc40', 'grub2-tools': '1:2.06-125.fc40' } },
      {
        availability: [
          known([
            ['grub2-common', '1:2.06-125.fc40', 'noarch', source],
            ['grub2-tools', '1:2.06-125.fc40', 'x86_64', source],
          ]),
        ],
      },
    );
    expect(message).toBe('Nothing was dropped. grub2-common stays with grub2-tools of the same source package.');
  });

  it('keeps what is ignored with a reason', async () => {
    const text = `packages:\n  # manifest-lock: ignore graduated kept until the next barrier\n${IGNITION}`;
    const { message } = await plan(text, { x86_64: { ignition: '2.20.0-1.fc40' } });
    expect(message).toBe(
      'Nothing was dropped. ignition stays: "graduated" is ignored there (kept until the next barrier).',
    );
  });

  it('drops it, too, where the rule is turned down', async () => {
    const bases = { x86_64: { ignition: '2.20.0-1.fc40' } };
    const { changed } = await plan(`packages:\n${IGNITION}`, bases, { severity: { graduated: 'off' } });
    expect(changed).toHaveLength(1);
  });

  it('asks for every basearch where there are no base locks', async () => {
    const text = `packages:\n${IGNITION}`;
    const files = {
      'manifest.yaml': MANIFEST,
      'fedora.repo': repoFile('https://example.org/'),
      [OPEN]: text,
    };
    expect((await plan(text, {}, { files })).message).toBe(
      'Nothing was dropped. ignition stays: the repositories of aarch64, ppc64le and s390x were not looked up.',
    );
    const others = ['aarch64', 'ppc64le', 's390x'].map(arch => known([['ignition', '2.21.0-1.fc40', arch]], arch));
    expect(await plan(text, {}, { files, availability: [X86_64, ...others] })).toMatchObject({
      message: 'Dropped the fast-track of ignition.',
      text: 'packages: {}\n',
    });
  });

  it('goes through the other files of the repository where that is asked for', async () => {
    const other = 'manifest-lock.overrides.x86_64.yaml';
    const files = {
      'manifest.yaml': MANIFEST,
      'fedora.repo': repoFile('https://example.org/'),
      [OPEN]: `packages:\n${IGNITION}`,
      [other]: `packages:\n${PODMAN}`,
      'manifest-lock.x86_64.json': baseLock('x86_64', { ignition: '2.20.0-1.fc40', podman: '5:5.2.3-1.fc40' }),
    };
    const view = await lockfileView({ files, open: 'manifest-lock.x86_64.json', availability: [X86_64] });
    const { edits, result } = planDropGraduated(view, { allFiles: true });
    expect(edits.map(({ path }) => path)).toEqual([OPEN, other]);
    expect(result.message).toBe(`Dropped the fast-tracks of ignition (${OPEN}) and podman (${other}).`);
    expect(planDropGraduated(view).edits).toEqual([]);
  });

  it('drops nothing while another lockfile is broken', async () => {
    const files = { [OPEN]: BOTH, 'manifest-lock.x86_64.json': '{"packages": ' };
    const { message } = await plan(BOTH, {}, { files });
    expect(message).toMatch(/^Nothing was dropped: manifest-lock\.x86_64\.json:1: it does not parse: [^.]*\.$/);
  });

  it.each([
    ['packages: {}\n', {}, 'No fast-track of this file has graduated.'],
    [BOTH, { availability: [] }, 'No package metadata for x86_64 yet.'],
    [
      BOTH,
      { availability: [], mode: 'offline' },
      'No package metadata for x86_64 yet. The network is off (manifestLock.network).',
    ],
    [BOTH, { mode: 'restricted', availability: [] }, 'The workspace is not trusted: no repository is read.'],
    [BOTH, { open: 'manifest-lock.x86_64.json' }, 'Fast-tracks stand in overrides files; this is none.'],
  ] as const)('says why nothing goes', async (text, options, message) => {
    expect(await plan(text, { x86_64: {} }, options)).toMatchObject({ changed: [], message });
  });
});
