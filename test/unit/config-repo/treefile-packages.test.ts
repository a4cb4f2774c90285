import { describe, expect, it } from 'vitest';
import { packagesIn, splitPackages } from '../../../server/config-repo/treefile-packages';
import { YamlFile } from '../../../server/config-repo/yaml-reader';

describe('splitPackages', () => {
  it.each([
    ['kernel', ['kernel']],
    ['  nano   nano-default-editor ', ['nano', 'nano-default-editor']],
    ["foo '(bar if baz)' qux", ['foo', '(bar if baz)', 'qux']],
    ['', []],
    ["foo 'bar", undefined],
  ])('%j', (text, expected) => {
    expect(splitPackages(text)).toEqual(expected);
  });
});

describe('packagesIn', () => {
  it('gives every name its own place', () => {
    const text = '- nano nano-default-editor\n- "rsync tmux"\n- dnf-command(versionlock)\n- >-\n  git-core\n  jq\n';
    const file = new YamlFile('m.yaml', text);
    const found = packagesIn(file, file.root);
    expect(found.map(({ name, span }) => [name, text.slice(span.start, span.end)])).toEqual([
      ['nano', 'nano'],
      ['nano-default-editor', 'nano-default-editor'],
      ['rsync', 'rsync'],
      ['tmux', 'tmux'],
      ['dnf-command(versionlock)', 'dnf-command(versionlock)'],
      ['git-core', 'git-core'],
      ['jq', 'jq'],
    ]);
    expect(found.map(({ span }) => span.start)).toEqual([2, 7, 30, 36, 44, 76, 87]);
  });

  it('points at the whole scalar where a name is written with escapes', () => {
    const text = '- "\\x66oo bar"\n';
    const file = new YamlFile('m.yaml', text);
    expect(packagesIn(file, file.root)).toEqual([
      { name: 'foo', path: 'm.yaml', span: { start: 2, end: 14 } },
      { name: 'bar', path: 'm.yaml', span: { start: 10, end: 13 } },
    ]);
  });

  it('reports an open quote', () => {
    const file = new YamlFile('m.yaml', `- "foo 'bar"\n- baz\n`);
    expect(packagesIn(file, file.root).map(item => item.name)).toEqual(['baz']);
    expect(file.problems).toEqual([
      { path: 'm.yaml', span: { start: 2, end: 12 }, message: "Missing closing quote in 'foo 'bar'." },
    ]);
  });
});
