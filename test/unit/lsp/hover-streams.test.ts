import { expect, it } from 'vitest';
import { doHover } from '../../../server/lsp/hover';
import { streamsPart } from '../../../server/lsp/hover-streams';
import { MARKDOWN, OWN_MARKDOWN, PLAIN_TEXT } from '../../../server/lsp/markdown';
import { BASE, baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';

const PATH = 'manifest-lock.overrides.yaml';
const locks = (podman: string, aarch64 = podman) => ({
  'manifest-lock.x86_64.json': baseLock('x86_64', { ...BASE, podman }),
  'manifest-lock.aarch64.json': baseLock('aarch64', { ...BASE, podman: aarch64 }),
});
const FILES = { 'manifest.yaml': MANIFEST, [PATH]: OVERRIDES, ...locks('5:5.2.2-1.fc40') };
const STREAMS = {
  stable: locks('5:5.2.2-1.fc40'),
  testing: locks('5:5.2.2-1.fc40'),
  next: locks('5:5.2.4-1.fc41', '5:5.2.3-1.fc41'),
  'next-devel': locks('5:5.2.3-1.fc40'),
  rawhide: { [PATH]: 'packages: {}\n' },
  branched: { [PATH]: 'packages:\n  podman:\n    evr: 5:5.3.0-1.fc42\n' },
};

async function part(name: string, options: Partial<ViewOptions> = {}, write = MARKDOWN) {
  const view = await lockfileView({ files: FILES, open: PATH, branches: { streams: STREAMS }, ...options });
  const entry = view.lockfile.byName.get(name);
  if (!entry) throw new Error(`no ${name}`);
  return { view, lines: streamsPart(view, entry, write) };
}

it('groups streams by what they have, production first', async () => {
  const { lines } = await part('podman');
  expect(lines).toEqual([
    [
      '**Streams** stable, testing `5:5.2.2-1.fc40`',
      'next 5:5.2.4-1.fc41 (x86_64), 5:5.2.3-1.fc41 (aarch64)',
      'testing-devel, next-devel `5:5.2.3-1.fc40`',
      'branched `5:5.3.0-1.fc42`',
    ].join('; '),
  ]);
  expect((await part('podman', {}, PLAIN_TEXT)).lines[0]).toMatch(/^Streams stable, testing 5:5\.2\.2-1\.fc40; next/);
});

it('tells in the file of one arch of that arch, and where a package is not locked', async () => {
  const open = 'manifest-lock.aarch64.json';
  const streams = { stable: { [open]: baseLock('aarch64', { bash: '1-1' }) }, next: STREAMS.next };
  const { lines } = await part('podman', { open, branches: { streams } });
  expect(lines).toEqual(['**Streams** stable not locked; next `5:5.2.3-1.fc41`; testing-devel `5:5.2.3-1.fc40`']);
});

it('names arches where only some lock a package', async () => {
  const some = { ...locks('5:5.2.2-1.fc40'), 'manifest-lock.aarch64.json': baseLock('aarch64', { bash: '1-1' }) };
  const open = 'manifest-lock.overrides.x86_64.yaml';
  const files = {
    ...FILES,
    ...some,
    [PATH]: 'packages: {}\n',
    [open]: 'packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n',
  };
  const streams = { stable: some };
  expect((await part('podman', { files, open, branches: { streams } })).lines).toEqual([
    '**Streams** stable `5:5.2.2-1.fc40`; testing-devel `5:5.2.3-1.fc40`',
  ]);
  expect((await part('podman', { branches: { streams } })).lines).toEqual([
    '**Streams** stable `5:5.2.2-1.fc40` (x86_64); testing-devel `5:5.2.3-1.fc40`',
  ]);
});

it('says nothing while other streams are not known', async () => {
  expect((await part('podman', { branches: {} })).lines).toEqual(['']);
  const { view } = await part('podman');
  const [entry] = view.lockfile.entries;
  expect(entry && streamsPart({ ...view, repo: undefined }, entry, MARKDOWN)).toEqual(['']);
});

it('leads our own client to the history', async () => {
  const { view, lines } = await part('podman', {}, OWN_MARKDOWN);
  const argument =
    '%7B%22uri%22%3A%22file%3A%2F%2F%2Fconfig%2Fmanifest-lock.overrides.yaml%22%2C%22name%22%3A%22podman%22%7D';
  const link = `[Package History](<command:manifestLock.packageHistory?${argument}>)`;
  expect(lines[0]).toMatch(/fc42` \(\[Package History\]/);
  expect(lines[0]?.endsWith(` (${link})`)).toBe(true);
  expect(JSON.parse(decodeURIComponent(argument))).toEqual({ uri: view.document.uri, name: 'podman' });
  expect((await part('podman', { branches: {} }, OWN_MARKDOWN)).lines).toEqual([link]);
  expect((await part('podman', { branches: {}, mode: 'restricted' }, OWN_MARKDOWN)).lines).toEqual(['']);
});

it('stands below what is locked', async () => {
  const { view } = await part('podman');
  const hovered = doHover(view, view.document.text.indexOf('podman'), MARKDOWN, 0);
  const blocks = ((hovered?.contents as { value: string } | undefined)?.value ?? '').split('\n\n');
  expect(blocks.findIndex(block => block.startsWith('**Streams**'))).toBe(
    blocks.findIndex(block => block.startsWith('**Locked**')) + 1,
  );
});
