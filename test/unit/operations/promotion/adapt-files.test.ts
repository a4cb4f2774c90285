import { describe, expect, it } from 'vitest';
import { adaptFiles, promotedTree } from '../../../../server/operations/promotion/adapt-files';
import { memoryTree } from '../../config-repo/memory-tree';

const MANIFEST = { 'manifest.yaml': 'packages: []\n' };
const args = (...lines: string[]) => ({ 'build-args.conf': lines.map(line => `${line}\n`).join('') });

function adapt(from: Record<string, string>, to: Record<string, string>, stream: string | undefined = 'stable') {
  return adaptFiles(
    { label: 'testing', tree: memoryTree({ ...MANIFEST, ...from }) },
    { label: 'origin/stable', tree: memoryTree({ ...MANIFEST, ...to }), stream },
  );
}

describe('build-args.conf', () => {
  const source = args('STREAM=testing', 'DESCRIPTION=Fedora CoreOS testing', 'VERSION=43');

  it('has the name and the description of the target', async () => {
    const own = args('STREAM=stable', 'DESCRIPTION=Fedora CoreOS stable', 'VERSION=42');
    const { texts, warnings, refused } = await adapt(source, own);
    expect(texts.get('build-args.conf')).toBe('STREAM=stable\nDESCRIPTION=Fedora CoreOS stable\nVERSION=43\n');
    expect([warnings, refused]).toEqual([[], undefined]);
  });

  it('gets its name from the manifest where the target has not got the file yet', async () => {
    const { adapted, warnings, refused } = await adapt(source, {});
    expect(adapted).toEqual([{ path: 'build-args.conf', kind: 'lines', lines: ['STREAM=stable'] }]);
    expect(warnings).toEqual([
      'origin/stable has no STREAM in build-args.conf yet: STREAM=stable is set, as its manifest says',
      'origin/stable has no DESCRIPTION in build-args.conf: it takes that of testing, DESCRIPTION=Fedora CoreOS testing',
    ]);
    expect(refused).toBeUndefined();
  });

  it('must not make the target the source', async () => {
    const { refused } = await adaptFiles(
      { label: 'testing', tree: memoryTree({ ...MANIFEST, ...source }) },
      { label: 'stable', tree: memoryTree(MANIFEST), stream: undefined },
    );
    expect(refused).toBe(
      'stable has no STREAM in build-args.conf and says nowhere else what it is: it would become testing',
    );
  });

  it('must not take its name from the target', async () => {
    const own = args('STREAM=stable');
    expect((await adapt({}, own)).refused).toBe(
      'testing has no build-args.conf: origin/stable, which has its name there, would lose it',
    );
    expect((await adapt(args('VERSION=43'), own)).refused).toBe(
      'testing has no STREAM in build-args.conf: origin/stable, which has its name there, would lose it',
    );
  });

  it('is told of where the description goes, and left alone where neither names a stream', async () => {
    const { warnings } = await adapt(args('STREAM=testing'), args('STREAM=stable', 'DESCRIPTION=x'));
    expect(warnings).toEqual([
      'testing has no DESCRIPTION in build-args.conf: origin/stable loses its own, DESCRIPTION=x',
    ]);
    const { adapted, refused } = await adapt(args('VERSION=43'), args('VERSION=42'));
    expect([adapted, refused]).toEqual([[], undefined]);
  });
});

it('keeps the manifest, and says so where it differs', async () => {
  const own = { 'manifest.yaml': 'packages: []\nreleasever: 40\n' };
  expect((await adapt({}, own)).adapted).toEqual([{ path: 'manifest.yaml', kind: 'kept', lines: [] }]);
  expect((await adapt({}, {})).adapted).toEqual([]);
  const { refused } = await adaptFiles(
    { label: 'testing', tree: memoryTree(MANIFEST) },
    { label: 'stable', tree: memoryTree({}), stream: 'stable' },
  );
  expect(refused).toBe('stable has no manifest.yaml of its own to keep');
});

it('adapts what the source has, whatever the target has', async () => {
  const { texts } = await adapt({ 'kola-denylist.yaml': '- pattern: x\n  warn: true\n' }, {});
  expect(texts.get('kola-denylist.yaml')).toBe('- pattern: x\n  # warn: true (disabled on promotion)\n');
  expect((await adapt({}, { 'kola-denylist.yaml': '  warn: true\n' })).texts.size).toBe(0);
});

it('is seen as it will be', async () => {
  const from = memoryTree({ 'manifest.yaml': 'source\n', 'build-args.conf': 'x\n', 'new/file': 'y\n' });
  const to = memoryTree({ 'manifest.yaml': 'target\n', gone: 'z\n' });
  const tree = promotedTree(from, to, { texts: new Map([['build-args.conf', 'adapted\n']]) });
  expect(await tree.list('')).toEqual(['build-args.conf', 'manifest.yaml', 'new']);
  expect(await tree.list('new')).toEqual(['file']);
  expect(await Promise.all(['manifest.yaml', 'build-args.conf', 'new/file', 'gone'].map(tree.read))).toEqual([
    ...['target\n', 'adapted\n', 'y\n'],
    undefined,
  ]);
});
