import { expect, it } from 'vitest';
import { rootBelow } from '../../../server/cli/diff-root';

it.each([
  ['', '/r', '/r', ''],
  ['manifests', '/r/manifests', '/r', ''],
  ['config', '/r/config', '/r/config', 'config'],
  ['config/tests/kola', '/r/config/tests/kola', '/r/config', 'config'],
])('%j of %s is in %s: %j', (prefix, dir, folder, root) => {
  expect(rootBelow(prefix, dir, folder)).toBe(root);
});
