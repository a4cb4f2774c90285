import { describe, expect, it } from 'vitest';
import type { LockfileFormat } from '../../../server/lockfile/model';
import { completionContext } from '../../../server/lsp/completion-context';

/** `|` is the cursor. */
function at(marked: string, format: LockfileFormat = 'yaml') {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const context = completionContext(text, format, offset);
  return context && { ...context, replaced: text.slice(context.replace.start, context.replace.end) };
}

describe('in YAML', () => {
  it.each([
    ['pack|', [], 'pack'],
    ['\n|', [], ''],
    ['packages:\n  pod|', ['packages'], 'pod'],
    ['packages:\n  |', ['packages'], ''],
    ['packages:\n  bash:\n    evr: 1-1\n  |\n  zlib:\n    evr: 1-1\n', ['packages'], ''],
    ['packages:\n  podman:\n    e|', ['packages', 'podman'], 'e'],
    ['packages:\n  podman:\n    evr: 1-1\n    metadata:\n      ty|\n', ['packages', 'podman', 'metadata'], 'ty'],
    ['packages:\n    podman:\n        |', ['packages', 'podman'], ''],
    ['packages:\n  "pod|"', ['packages'], '"pod"'],
    ['packages:\r\n  podman:\r\n    |\r\n', ['packages', 'podman'], ''],
    ['packages:\n  podman:\n    # why\n\n    |', ['packages', 'podman'], ''],
  ])('a key at %j', (text, path, replaced) => {
    expect(at(text)).toMatchObject({ at: 'key', path, replaced, hasColon: false });
  });

  it.each([
    ['packages:\n  podman:\n    evr: |', 'evr', ''],
    ['packages:\n  podman:\n    evr: 5:5|', 'evr', '5:5'],
    ['packages:\n  podman:\n    evr: 5:5|.2.3-1.fc40 # hold\n', 'evr', '5:5.2.3-1.fc40'],
    ['packages:\n  podman:\n    evr: "5|"', 'evr', '"5"'],
    ["packages:\n  podman:\n    evr: '5|", 'evr', "'5"],
    ['packages:\n  podman:\n    evr:   |  \n', 'evr', ''],
  ])('a value at %j', (text, key, replaced) => {
    expect(at(text)).toMatchObject({ at: 'value', path: ['packages', 'podman'], key, replaced });
  });

  it('sees a colon that is there already', () => {
    expect(at('packages:\n  pod|man:\n    evr: 1-1\n')).toMatchObject({
      at: 'key',
      replaced: 'podman',
      hasColon: true,
    });
  });

  it('knows the keys beside it, before and after', () => {
    const context = at(
      'packages:\n  podman:\n    evr: 1-1\n    |\n    metadata:\n      type: pin\n  zlib:\n    digest: x\n',
    );
    expect([...(context?.siblings ?? [])]).toEqual(['evr', 'metadata']);
  });

  it.each([
    ['# comm|ent'],
    ['packages:\n  podman:\n    evr: 1-1 # 5|'],
    ['packages:\n  podman:\n    evr:|'],
    ['{pod|}'],
    ['- a|'],
  ])('nothing at %j', text => {
    expect(at(text)).toBeUndefined();
  });
});

describe('in JSON', () => {
  it.each([
    ['{"pack|"}', [], '"pack"'],
    ['{"packages": {"pod|"}}', ['packages'], '"pod"'],
    ['{"packages": {|}}', ['packages'], ''],
    ['{"packages": {"bash": {"evra": "1-1.noarch"}, "pod|', ['packages'], '"pod'],
    ['{"packages": {"bash": {"ev|": "1"}}}', ['packages', 'bash'], '"ev"'],
  ])('a key at %j', (text, path, replaced) => {
    expect(at(text, 'json')).toMatchObject({ at: 'key', path, replaced });
  });

  it.each([
    ['{"packages": {"bash": {"evra": "5|"}}}', '"5"'],
    ['{"packages": {"bash": {"evra": |}}}', ''],
    ['{"packages": {"bash": {"evra": "5|', '"5'],
  ])('a value at %j', (text, replaced) => {
    expect(at(text, 'json')).toMatchObject({ at: 'value', path: ['packages', 'bash'], key: 'evra', replaced });
  });

  it('knows the other keys and the colon', () => {
    const context = at('{"packages": {"bash": {"evra": "1", "me|": {}, "digest": "x"}}}', 'json');
    expect([...(context?.siblings ?? [])]).toEqual(['evra', 'digest']);
    expect(context?.hasColon).toBe(true);
  });
});
