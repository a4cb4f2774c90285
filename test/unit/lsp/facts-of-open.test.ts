import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FactsOfOpen } from '../../../server/lsp/facts-of-open';
import type { FileView } from '../../../server/lsp/view';
import type { WantedEntry } from '../../../server/services/wanted-entry';
import { baseLock, MANIFEST, OVERRIDES } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const COMMON = 'manifest-lock.overrides.yaml';
const ARCH = 'manifest-lock.overrides.x86_64.yaml';
const BASE = 'manifest-lock.x86_64.json';
const FILES = {
  'manifest.yaml': MANIFEST,
  [COMMON]: OVERRIDES,
  [ARCH]: 'packages:\n  bash:\n    evr: 5.2.32-1.fc40\n',
  [BASE]: baseLock('x86_64'),
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(views: () => Promise<readonly FileView[]>) {
  const said: string[] = [];
  const errors: string[] = [];
  const state = { mayAsk: true };
  const facts = new FactsOfOpen({
    services: {
      want: (folder: string, _: unknown, wanted: readonly WantedEntry[]) =>
        void said.push(`${folder}: ${wanted.map(({ name }) => name)}`),
    },
    views,
    mayAsk: () => state.mayAsk,
    onError: message => void errors.push(message),
  });
  return { facts, said, errors, state };
}

const open = (...paths: string[]) => Promise.all(paths.map(path => lockfileView({ files: FILES, open: path })));

describe('FactsOfOpen', () => {
  it('says what all open overrides of a repository are about, a moment after the last edit', async () => {
    const views = await open(COMMON, ARCH, BASE);
    const { facts, said } = setUp(async () => views);
    facts.soon();
    await vi.advanceTimersByTimeAsync(400);
    facts.soon();
    await vi.advanceTimersByTimeAsync(400);
    expect(said).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(said).toEqual(['/config: ignition,podman,bash']);
  });

  it('says that nothing is wanted of base locks, and nothing of a file on its own', async () => {
    const [base] = await open(BASE);
    if (!base) throw new Error('a base lock');
    const { facts, said } = setUp(async () => [base, { ...base, repo: undefined, folder: undefined }]);
    await facts.now();
    expect(said).toEqual(['/config: ']);
  });

  it('does nothing where nothing may be asked, nor after the end', async () => {
    const views = await open(COMMON);
    const { facts, said, state } = setUp(async () => views);
    state.mayAsk = false;
    facts.soon();
    await vi.advanceTimersByTimeAsync(1000);
    state.mayAsk = true;
    facts.soon();
    facts.dispose();
    facts.soon();
    await vi.advanceTimersByTimeAsync(1000);
    expect(said).toEqual([]);
  });

  it('tells what went wrong', async () => {
    const { facts, errors } = setUp(() => Promise.reject(new Error('cannot read')));
    facts.soon();
    await vi.advanceTimersByTimeAsync(1000);
    expect(errors).toEqual(['cannot read']);
  });
});
