import { describe, expect, it } from 'vitest';
import { readThroughLinks } from '../../../server/config-repo/text-link';
import { memoryTree } from './memory-tree';

describe('readThroughLinks', () => {
  it('follows links that git wrote as text', async () => {
    const tree = memoryTree({ 'manifest.yaml': 'manifest-c9s.yaml', 'manifest-c9s.yaml': 'repos: [c9s-baseos]\n' });
    expect(await readThroughLinks(tree, 'manifest.yaml')).toEqual({
      path: 'manifest-c9s.yaml',
      text: 'repos: [c9s-baseos]\n',
      read: ['manifest.yaml', 'manifest-c9s.yaml'],
    });
  });

  it('resolves relative to the link', async () => {
    const tree = memoryTree({ 'overlay/a.yaml': '../shared/a.yaml', 'shared/a.yaml': 'x: 1' });
    expect(await readThroughLinks(tree, 'overlay/a.yaml')).toMatchObject({ path: 'shared/a.yaml', text: 'x: 1' });
  });

  it('takes text that names no file for text, and ends where links go in circles', async () => {
    const tree = memoryTree({
      'a.yaml': 'nothing.yaml',
      'b.yaml': 'c.yaml',
      'c.yaml': 'b.yaml',
      'd.yaml': 'packages:',
    });
    expect(await readThroughLinks(tree, 'a.yaml')).toMatchObject({ path: 'a.yaml', text: 'nothing.yaml' });
    expect(await readThroughLinks(tree, 'b.yaml')).toMatchObject({ path: 'c.yaml', text: 'b.yaml' });
    expect(await readThroughLinks(tree, 'd.yaml')).toMatchObject({ path: 'd.yaml', text: 'packages:' });
    expect(await readThroughLinks(tree, 'e.yaml')).toBeUndefined();
  });
});
