import { expect, it } from 'vitest';
import { promotedFiles } from '../../../../server/operations/promotion/promoted-files';
import { memoryTree } from '../../config-repo/memory-tree';

const file = (id: string, mode = '100644') => ({ mode, id });

it('are those of the folder, without what is kept, and with what is adapted', async () => {
  const changes = [
    { path: 'outside', from: undefined, to: file('1') },
    { path: 'fcos-other/x', from: undefined, to: file('1') },
    { path: 'fcos/manifest.yaml', from: file('1'), to: file('2') },
    { path: 'fcos/added', from: undefined, to: file('1') },
    { path: 'fcos/removed', from: file('1'), to: undefined },
    { path: 'fcos/changed', from: file('1'), to: file('2') },
    { path: 'fcos/same-after-all', from: file('1'), to: file('2') },
    { path: 'fcos/only-the-mode', from: file('1'), to: file('2', '100755') },
    { path: 'fcos/new-and-adapted', from: undefined, to: file('2') },
  ];
  const texts = new Map([
    ['same-after-all', 'own\n'],
    ['only-the-mode', 'own\n'],
    ['new-and-adapted', 'x\n'],
    ['alike-and-adapted', 'adapted\n'],
    ['alike', 'own\n'],
  ]);
  const names = ['same-after-all', 'only-the-mode', 'alike-and-adapted', 'alike'];
  const target = memoryTree(Object.fromEntries(names.map(name => [name, 'own\n'])));
  expect(await promotedFiles(changes, { texts }, target, 'fcos')).toEqual({
    added: ['added', 'new-and-adapted'],
    changed: ['alike-and-adapted', 'changed', 'only-the-mode'],
    removed: ['removed'],
  });
});
