import { describe, expect, it } from 'vitest';
import { type CodeActionCapabilities, doCodeActions, resolveCodeAction, wants } from '../../../server/lsp/code-action';
import { diagnosticsOf } from '../../../server/lsp/diagnostics';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const FILES = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  [OPEN]: OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
};
const KNOWN = [
  availability('x86_64', [
    repository({ id: 'fedora-updates' }, [
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['ignition', '2.21.0-1.fc40', 'x86_64'],
      ['grub2-common', '1:2.06-125.fc40', 'noarch', 'grub2-2.06-125.fc40.src.rpm'],
      ['grub2-tools', '1:2.06-125.fc40', 'x86_64', 'grub2-2.06-125.fc40.src.rpm'],
    ]),
  ]),
];
const CAN: CodeActionCapabilities = {
  documentChanges: true,
  createFiles: true,
  resolveEdit: false,
  isPreferred: true,
  own: true,
};
const SHOWN = { relatedInformation: true, tags: true, documentation: undefined, data: true, gitDocuments: true };

async function at(needle: string, options: { open?: string; only?: string[]; can?: CodeActionCapabilities } = {}) {
  const view = await lockfileView({ files: FILES, open: options.open ?? OPEN, availability: KNOWN });
  const position = view.document.lines.positionAt(view.document.text.indexOf(needle));
  const diagnostics = diagnosticsOf(view, SHOWN);
  const context = options.only ? { diagnostics, only: options.only } : { diagnostics };
  return doCodeActions(view, { start: position, end: position }, context, options.can ?? CAN);
}

describe('doCodeActions', () => {
  it('offers the newest version of a pin once, as the fix of its hint', async () => {
    const actions = await at('5:5.2.3');
    const updates = actions.filter(({ title }) => title === 'Update pin to 5:5.2.5-1.fc40 (fedora-updates)');
    expect(updates).toHaveLength(1);
    expect(updates[0]).toMatchObject({
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'newer-available' }],
      edit: {
        documentChanges: [
          {
            textDocument: { uri: 'file:///config/manifest-lock.overrides.yaml', version: 7 },
            edits: [{ newText: '5:5.2.5-1.fc40' }],
          },
        ],
      },
    });
  });

  it('offers it anywhere in the entry', async () => {
    const titles = (await at('issues/1809')).map(({ title }) => title);
    expect(titles).toContain('Update pin to 5:5.2.5-1.fc40 (fedora-updates)');
  });

  it('moves siblings in one edit', async () => {
    const actions = await at('grub2-common', { open: 'manifest-lock.x86_64.json' });
    const both = actions.find(
      ({ title }) => title === 'Update pin and its sibling to 1:2.06-125.fc40 (fedora-updates)',
    );
    expect(both?.edit?.documentChanges).toHaveLength(1);
    expect(both?.edit?.documentChanges?.[0]).toMatchObject({ edits: [{}, {}] });
  });

  it('updates all pins of the file', async () => {
    const all = (await at('5:5.2.3')).find(({ title }) => title === 'Update all pins in this file (2)');
    expect(all?.edit?.documentChanges?.[0]).toMatchObject({
      edits: [{ newText: '2.21.0-1.fc40' }, { newText: '5:5.2.5-1.fc40' }],
    });
  });

  it('leaves that edit to be resolved where the client can, for the same text only', async () => {
    const can = { ...CAN, resolveEdit: true };
    const all = (await at('5:5.2.3', { can })).find(({ title }) => title.startsWith('Update all'));
    expect(all?.edit).toBeUndefined();
    expect(all?.data).toEqual({ uri: 'file:///config/manifest-lock.overrides.yaml', version: 7, action: 'update-all' });
    if (!all) return;
    const view = await lockfileView({ files: FILES, open: OPEN, availability: KNOWN });
    expect(resolveCodeAction(view, all, can).edit?.documentChanges).toHaveLength(1);
    const older = { ...all, data: { ...all.data, version: 6 } };
    expect(resolveCodeAction(view, older, can).edit).toBeUndefined();
  });

  it('keeps to the kinds asked for', async () => {
    expect(await at('5:5.2.3', { only: ['source.organizeImports'] })).toEqual([]);
    expect((await at('5:5.2.3', { only: ['quickfix'] })).map(({ kind }) => kind)).not.toContain(
      'source.fixAll.manifestLock',
    );
  });

  it('leads our own client to pinning the package under the cursor in several streams', async () => {
    const [action, ...more] = await at('5:5.2.3', { only: ['refactor'] });
    expect(more).toEqual([]);
    expect(action).toMatchObject({
      title: 'Pin this package...',
      kind: 'refactor',
      command: { command: 'manifestLock.pinBackport', arguments: [{ position: { line: 8, character: 2 } }] },
    });
  });

  it('fixes all that has one right answer', async () => {
    const files = { ...FILES, [OPEN]: 'packages:\n' };
    const view = await lockfileView({ files, open: OPEN });
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const [action, ...more] = doCodeActions(view, range, { diagnostics: [], only: ['source.fixAll'] }, CAN);
    expect(more).toEqual([]);
    expect(action).toMatchObject({ kind: 'source.fixAll.manifestLock', edit: { documentChanges: [{}] } });
  });
});

describe('a finding that may be ignored', () => {
  const TEXT = 'packages:\n  podman:\n    evr: 0:5.2.3-1.fc40\n';

  async function last(can: CodeActionCapabilities) {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    const position = { line: 2, character: 9 };
    return doCodeActions(view, { start: position, end: position }, { diagnostics: diagnosticsOf(view, SHOWN) }, can);
  }

  it('can be, last of all and never as what is preferred', async () => {
    const fixes = (await last(CAN)).filter(({ kind }) => kind === 'quickfix');
    const ignore = fixes.filter(({ title }) => title.startsWith('Ignore'));
    expect(fixes.at(-1)).toEqual(ignore.at(-1));
    expect(ignore.find(({ title }) => title === 'Ignore zero-epoch here with a reason')).toMatchObject({
      kind: 'quickfix',
      diagnostics: [{ code: 'zero-epoch' }],
      edit: { documentChanges: [{ edits: [{ newText: '  # manifest-lock: ignore zero-epoch \n' }] }] },
      command: { command: 'manifestLock.reveal' },
    });
    expect(ignore.some(({ isPreferred }) => isPreferred)).toBe(false);
  });

  it('leads only our own client to where the reason goes', async () => {
    expect((await last({ ...CAN, own: false })).filter(({ command }) => command)).toEqual([]);
  });
});

describe('graduated fast-tracks', () => {
  it('are dropped all at once, where one of them is', async () => {
    const files = {
      ...FILES,
      'manifest-lock.x86_64.json': baseLock('x86_64', { ignition: '2.21.0-1.fc40', podman: '5:5.2.5-1.fc40' }),
      [OPEN]: OVERRIDES.replace('2.20.0', '2.21.0').replace('5:5.2.3', '5:5.2.5'),
    };
    const view = await lockfileView({ files, open: OPEN, availability: KNOWN });
    const at = view.document.lines.positionAt(view.document.text.indexOf('podman'));
    const actions = doCodeActions(view, { start: at, end: at }, { diagnostics: [] }, CAN);
    const drop = actions.find(({ title }) => title === 'Drop all graduated fast-tracks (2)');
    expect(drop?.edit?.documentChanges).toHaveLength(1);
    const resolved = doCodeActions(view, { start: at, end: at }, { diagnostics: [] }, { ...CAN, resolveEdit: true });
    expect(resolved.find(({ title }) => title === drop?.title)?.data).toMatchObject({ action: 'drop-graduated' });
  });
});

describe('what fell behind another stream', () => {
  const files = {
    'manifest.yaml': MANIFEST.replace('testing-devel', 'next-devel'),
    'fedora.repo': repoFile('https://example.org/'),
    'manifest-lock.x86_64.json': baseLock('x86_64'),
  };
  const branches = {
    streams: { 'testing-devel': { 'manifest-lock.x86_64.json': baseLock('x86_64', { podman: '5:5.2.4-1.fc39' }) } },
  };

  async function titles(can: CodeActionCapabilities) {
    const view = await lockfileView({ files, open: 'manifest-lock.x86_64.json', availability: KNOWN, branches });
    const at = view.document.lines.positionAt(view.document.text.indexOf('5:5.2.2'));
    return doCodeActions(view, { start: at, end: at }, { diagnostics: [] }, can);
  }

  it('is fast-tracked in a file that is made, in one edit', async () => {
    const action = (await titles(CAN)).find(({ title }) => title.startsWith('Fast-track podman'));
    expect(action?.edit?.documentChanges).toMatchObject([
      { kind: 'create', uri: 'file:///config/manifest-lock.overrides.yaml' },
      { textDocument: { uri: 'file:///config/manifest-lock.overrides.yaml' }, edits: [{}] },
    ]);
  });

  it('is not where the client cannot make files', async () => {
    const found = await titles({ ...CAN, createFiles: false });
    expect(found.map(({ title }) => title).filter(title => title.startsWith('Fast-track podman'))).toEqual([]);
  });
});

describe('wants', () => {
  it.each([
    [undefined, 'quickfix', true],
    [[], 'quickfix', false],
    [['quickfix'], 'quickfix', true],
    [['quickfix.other'], 'quickfix', false],
    [['source'], 'source.fixAll.manifestLock', true],
    [['source.fixAll'], 'source.fixAll.manifestLock', true],
    [['sourc'], 'source.fixAll.manifestLock', false],
    [[''], 'quickfix', true],
  ])('only %j, kind %s: %s', (only, kind, wanted) => {
    expect(wants(only ? { diagnostics: [], only } : { diagnostics: [] }, kind)).toBe(wanted);
  });
});
