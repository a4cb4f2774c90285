import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import { ConfigRepository } from '../../../server/lsp/config-repository';
import { DEFAULT_CONFIGURATION } from '../../../server/lsp/configuration';
import { documentFactory, type LockDocument } from '../../../server/lsp/document';
import { gitUri } from '../../../server/lsp/git-uri';
import { readSnapshot } from '../../../server/lsp/read-snapshot';
import { type Surroundings, Views } from '../../../server/lsp/views';
import type { ServiceFacts } from '../../../server/services/facts';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';

const PATH = 'manifest-lock.overrides.yaml';
const X86 = 'manifest-lock.x86_64.json';
const FILES: Readonly<Record<string, string>> = {
  'manifest.yaml': MANIFEST,
  [PATH]: OVERRIDES,
  [X86]: baseLock('x86_64'),
};
const DAY = 86_400_000;

async function setUp() {
  const state = {
    configuration: DEFAULT_CONFIGURATION,
    now: Date.UTC(2024, 9, 24, 12),
    facts: undefined as ServiceFacts | undefined,
  };
  const documents: LockDocument[] = [];
  const tree = {
    read: async (path: string) => FILES[path],
    list: async (folder: string) => (folder === '' ? Object.keys(FILES) : []),
  };
  const repository = new ConfigRepository('/config', tree, (from, parse) =>
    readSnapshot(from, parse, { defaultRepositories: [] }),
  );
  const snapshot = await repository.snapshot();
  const views = new Views({
    encoding: 'utf-16',
    now: () => state.now,
    configuration: () => state.configuration,
    documents: () => documents,
    availability: () => undefined,
    facts: () => state.facts,
  });
  const around = (): Surroundings => {
    return { folder: '/config', snapshot, repo: repository.context(snapshot, views.openIn('/config', documents)) };
  };
  const open = (uri: string, text: string, version = 1): LockDocument => {
    const document = documentFactory(() => 'utf-16').create(uri, 'manifest-lock', version, text);
    documents.splice(0, documents.length, document);
    return document;
  };
  return { views, around, open, state, layer: (path: string) => snapshot.files.find(file => file.path === path) };
}

describe('Views', () => {
  it('are the same as long as nothing they show changes', async () => {
    const { views, around, open, state, layer } = await setUp();
    const document = open(`file:///config/${PATH}`, OVERRIDES);
    const base = layer(X86);
    if (!base) throw new Error('the base lock');
    const both = () => [views.ofDocument(document, around()), views.ofFile(base, around())];
    const first = both();
    expect(both()).toEqual([expect.toSatisfy(view => view === first[0]), expect.toSatisfy(view => view === first[1])]);
    state.now += DAY;
    const nextDay = both();
    expect(nextDay[0]).not.toBe(first[0]);
    expect(nextDay[1]?.now).toBe(state.now);
    state.configuration = { ...DEFAULT_CONFIGURATION };
    const configured = both();
    expect(configured[1]).not.toBe(nextDay[1]);
    expect(configured[0]?.services).toBeUndefined();
    state.facts = {};
    expect(both()[0]?.services).toBe(state.facts);
  });

  it('of a file that is not open see what is typed in one that is', async () => {
    const { views, around, open, layer } = await setUp();
    const base = layer(X86);
    if (!base) throw new Error('the base lock');
    const before = views.ofFile(base, around());
    expect(before.repo?.effective('x86_64').get('podman')?.version?.evr).toBe('5:5.2.3-1.fc40');
    open(`file:///config/${PATH}`, 'packages: {}\n');
    const after = views.ofFile(base, around());
    expect(after.repo?.effective('x86_64').get('podman')?.version?.evr).toBe('5:5.2.2-1.fc40');
    expect(after).toMatchObject({ path: X86, folder: '/config', document: { uri: `file:///config/${X86}` } });
  });

  it('lead to other files: open, closed, and those that are no lockfiles', async () => {
    const { views, around, open } = await setUp();
    const view = views.ofDocument(open(`file:///config/${PATH}`, OVERRIDES, 3), around());
    expect(view.file(PATH)).toMatchObject({ uri: `file:///config/${PATH}`, version: 3 });
    expect(view.file(X86)).toMatchObject({ uri: `file:///config/${X86}`, version: undefined });
    expect(view.file(X86).lines?.text).toBe(FILES[X86]);
    expect(view.file('manifest.yaml').lines?.text).toBe(MANIFEST);
    expect(view.file('manifest.yaml').lines).toBe(view.file('manifest.yaml').lines);
    expect(view.file('new.yaml')).toEqual({ uri: 'file:///config/new.yaml', version: undefined, lines: undefined });
  });

  it('of a file that is not open have no version', async () => {
    const { views, around, layer } = await setUp();
    const base = layer(X86);
    expect(base && views.ofFile(base, around()).file(X86).version).toBeUndefined();
  });

  it('of a file in a commit know its name and no repository', async () => {
    const { views, open } = await setUp();
    const uri = gitUri({ folder: '/config', commit: '1'.repeat(40), path: X86 }, 'HEAD');
    const view = views.ofDocument(open(uri, FILES[X86] ?? ''), undefined);
    expect(view).toMatchObject({ readOnly: true, folder: undefined, repo: undefined, name: { arch: 'x86_64' } });
    expect(view.lockfile).toEqual(parseLockfile(FILES[X86] ?? '', 'json'));
  });

  it('are made anew once they are forgotten', async () => {
    const { views, around, open, layer } = await setUp();
    const document = open(`file:///config/${PATH}`, OVERRIDES);
    const base = layer(X86);
    if (!base) throw new Error('the base lock');
    const [own, other] = [views.ofDocument(document, around()), views.ofFile(base, around())];
    views.forgetIn('/config');
    expect(views.ofDocument(document, around())).toBe(own);
    expect(views.ofFile(base, around())).not.toBe(other);
    views.forget(document.uri);
    expect(views.ofDocument(document, around())).not.toBe(own);
  });
});
