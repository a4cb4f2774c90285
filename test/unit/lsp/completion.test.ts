import { describe, expect, it } from 'vitest';
import { doCompletion } from '../../../server/lsp/completion';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, repoFile } from '../../support/fedora';
import { lockfileView } from '../../support/lockfile-view';

const KNOWN = [
  availability('x86_64', [
    repository({ id: 'fedora' }, [
      ['podman', '5:5.0.2-1.fc40', 'x86_64'],
      ['podman-compose', '1.0.6-6.fc40', 'noarch'],
    ]),
    repository({ id: 'fedora-updates' }, [
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['podman', '5:5.2.10-1.fc40', 'x86_64'],
    ]),
    repository({ id: 'fedora-coreos-pool', role: 'pool' }, [
      ['podman', '5:5.2.3-1.fc40', 'x86_64'],
      ['podman', '5:5.2.5-1.fc40', 'x86_64'],
      ['pool-only', '1-1.fc40', 'x86_64'],
    ]),
  ]),
];

/** `|` is the cursor. */
async function complete(marked: string, open = 'manifest-lock.overrides.yaml', suggestsNext = false) {
  const text = marked.replace('|', '');
  const files = {
    'manifest.yaml': MANIFEST,
    'fedora.repo': repoFile('https://example.org/'),
    'manifest-lock.x86_64.json': baseLock('x86_64').replace('2.06-123.fc40.x86_64', '2.06-123.fc40.noarch'),
    [open]: text,
  };
  const view = await lockfileView({ files, open, availability: KNOWN });
  const { items, isIncomplete } = doCompletion(view, marked.indexOf('|'), { suggestsNext });
  const applied = items.map(({ label, textEdit }) => {
    if (!textEdit || !('range' in textEdit)) throw new Error(`${label} has no exact edit`);
    const { start, end } = view.document.lines.span(textEdit.range);
    return text.slice(0, start) + textEdit.newText + text.slice(end);
  });
  return { labels: items.map(({ label }) => label), items, isIncomplete, applied };
}

describe('versions', () => {
  it('come newest first in the order of RPM, with where they are', async () => {
    const { labels, items } = await complete('packages:\n  podman:\n    evr: |\n');
    expect(labels).toEqual(['5:5.2.10-1.fc40', '5:5.2.5-1.fc40', '5:5.2.3-1.fc40', '5:5.0.2-1.fc40']);
    expect(items.map(({ sortText }) => sortText)).toEqual(['00000', '00001', '00002', '00003']);
    expect(items[1]?.detail).toBe('fedora-updates (2024-10-24), fedora-coreos-pool (2024-10-24)');
  });

  it('carry the arch in an evra', async () => {
    const { applied } = await complete('{"packages": {"podman": {"evra": "5:5.2|"}}}', 'manifest-lock.x86_64.json');
    expect(applied[0]).toBe('{"packages": {"podman": {"evra": "5:5.2.10-1.fc40.x86_64"}}}');
  });

  it('replace the whole value and keep its quotes and comment', async () => {
    const { applied } = await complete("packages:\n  podman:\n    evr: '5:5|.2.3-1.fc40' # hold\n");
    expect(applied[0]).toBe("packages:\n  podman:\n    evr: '5:5.2.10-1.fc40' # hold\n");
  });

  it('are all offered at the end of a whole version', async () => {
    const { items } = await complete('packages:\n  podman:\n    evr: 5:5.0.2-1.fc40|\n');
    expect(new Set(items.map(({ filterText }) => filterText))).toEqual(new Set(['5:5.0.2-1.fc40']));
  });
});

describe('names', () => {
  it('of the base locks come before those of the repositories; the pool has none to offer', async () => {
    const { labels, isIncomplete } = await complete('packages:\n  bash:\n    evr: 1-1\n  |\n');
    expect(labels).toEqual(['grub2-common', 'grub2-tools', 'ignition', 'podman', 'podman-compose']);
    expect(isIncomplete).toBe(true);
  });

  it('open the entry', async () => {
    const { applied, labels } = await complete('packages:\n  pod|\n');
    expect(applied[labels.indexOf('podman')]).toBe('packages:\n  podman:\n    evr: \n');
  });

  it('open the entry of a noarch package with evra', async () => {
    const { applied, labels } = await complete('packages:\n  gru|\n');
    expect(applied[labels.indexOf('grub2-common')]).toBe('packages:\n  grub2-common:\n    evra: \n');
    expect(applied[labels.indexOf('grub2-tools')]).toBe('packages:\n  grub2-tools:\n    evr: \n');
  });

  it('replace a half-typed name before its colon', async () => {
    const { applied, labels } = await complete('packages:\n  pod|m:\n    evr: 1-1\n');
    expect(applied[labels.indexOf('podman')]).toBe('packages:\n  podman:\n    evr: 1-1\n');
  });

  it('work in broken JSON', async () => {
    const { applied, labels } = await complete('{"packages": {"pod|', 'manifest-lock.overrides.json');
    expect(applied[labels.indexOf('podman')]).toBe('{"packages": {"podman": ');
  });
});

describe('keys and values', () => {
  it.each([
    ['|', ['packages', 'metadata']],
    ['packages:\n  podman:\n    |\n', ['evr', 'evra', 'metadata', 'digest']],
    ['packages:\n  podman:\n    evr: 1-1\n    |\n', ['metadata', 'digest']],
    ['packages:\n  podman:\n    metadata:\n      |\n      type: pin\n', ['reason', 'bodhi']],
    ['packages:\n  podman:\n    metadata:\n      type: |\n', ['pin', 'fast-track']],
    ['packages:\n  podman:\n    metadata:\n      bodhi: |\n', ['https://bodhi.fedoraproject.org/updates/']],
    ['packages:\n  podman:\n    metadata:\n      other: |\n', []],
    ['metadata:\n  |\n', []],
    ['# |\n', []],
  ])('at %j are %j', async (text, labels) => {
    expect((await complete(text)).labels).toEqual(labels);
  });

  it('write what follows a key', async () => {
    const { applied } = await complete('packages:\n  podman:\n    evr: 1-1\n    m|\n');
    expect(applied[0]).toBe('packages:\n  podman:\n    evr: 1-1\n    metadata:\n      \n');
  });

  it('open the list again where a value is to follow, if the client can', async () => {
    const commandOf = async (text: string, label: string, can = true) => {
      const { items } = await complete(text, 'manifest-lock.overrides.yaml', can);
      return items.find(item => item.label === label)?.command?.command;
    };
    const again = 'editor.action.triggerSuggest';
    expect(await commandOf('packages:\n  pod|\n', 'podman')).toBe(again);
    expect(await commandOf('packages:\n  podman:\n    |\n', 'evr')).toBe(again);
    expect(await commandOf('packages:\n  podman:\n    |\n', 'metadata')).toBe(again);
    expect(await commandOf('packages:\n  pod|: {}\n', 'podman')).toBeUndefined();
    expect(await commandOf('packages:\n  podman:\n    metadata:\n      type:|\n', 'pin')).toBeUndefined();
    expect(await commandOf('packages:\n  pod|\n', 'podman', false)).toBeUndefined();
  });

  it('offer the digest of the locked version', async () => {
    const { items } = await complete('packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n    digest: |\n');
    expect(items.map(({ detail }) => detail)).toEqual(['podman-5:5.2.3-1.fc40.x86_64 in fedora-coreos-pool']);
    expect(items[0]?.label).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
