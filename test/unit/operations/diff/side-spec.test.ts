import { describe, expect, it } from 'vitest';
import { parseSideSpec } from '../../../../server/operations/diff/side-spec';

describe('parseSideSpec', () => {
  it.each([
    ['worktree', { kind: 'worktree' }],
    [' worktree ', { kind: 'worktree' }],
    ['HEAD', { kind: 'ref', revision: 'HEAD' }],
    ['testing', { kind: 'ref', revision: 'testing' }],
    ['HEAD~3', { kind: 'ref', revision: 'HEAD~3' }],
    ['origin/next', { kind: 'ref', revision: 'origin/next' }],
    ['refs/heads/worktree', { kind: 'ref', revision: 'refs/heads/worktree' }],
    ['next@{2 days ago}', { kind: 'ref', revision: 'next@{2 days ago}' }],
    ['build:stable/40.20241019.3.0', { kind: 'build', stream: 'stable', id: '40.20241019.3.0' }],
    ['build:stable', { kind: 'build', stream: 'stable', id: undefined }],
    ['build:40.20241019.3.0', { kind: 'build', stream: undefined, id: '40.20241019.3.0' }],
    ['build:41.20241019.dev.0', { kind: 'build', stream: undefined, id: '41.20241019.dev.0' }],
    ['build:418.94.202410090804-0', { kind: 'build', stream: undefined, id: '418.94.202410090804-0' }],
    // a stream of RHEL CoreOS
    ['build:4.18-9.4', { kind: 'build', stream: '4.18-9.4', id: undefined }],
    ['HEAD^{/lockfiles..}', { kind: 'ref', revision: 'HEAD^{/lockfiles..}' }],
    [':/bump...', { kind: 'ref', revision: ':/bump...' }],
    ['tag:f40-updates', { kind: 'tag', tag: 'f40-updates' }],
    ['tag:f{releasever}-coreos-signing-pending', { kind: 'tag', tag: 'f{releasever}-coreos-signing-pending' }],
  ])('%s', (text, spec) => {
    expect(parseSideSpec(text)).toEqual(spec);
  });

  it.each([
    ['', 'An empty text names nothing to compare'],
    ['  ', 'An empty text names nothing to compare'],
    ['--upload-pack=x', '"--upload-pack=x" is no revision: none begins with "-"'],
    ['-1', 'none begins with "-"'],
    ['testing\nstable', '"testing\\nstable" is no revision: a control character is in it'],
    ['testing\u0000', 'a control character is in it'],
    ['testing..stable', '"testing..stable" is a range: name its two ends one by one, as FROM and TO'],
    ['stable...HEAD~1', 'is a range'],
    ['build:', '"build:" names no build: write build:STREAM/ID, build:STREAM for its newest, or build:ID'],
    ['build:stable/', '"build:stable/" names no build'],
    ['build:/40.20241019.3.0', 'names no build'],
    ['build:stable/40.20241019.3.0/x86_64', 'names no build'],
    ['build:..', 'names no build'],
    ['build:stable/..', 'names no build'],
    ['build:a b', 'names no build'],
    ['tag:', '"tag:" names no Koji tag: write it like tag:f40-updates'],
    ['tag:f40 updates', 'names no Koji tag'],
    ['tag:{release}', 'names no Koji tag'],
  ])('refuses %j', (text, message) => {
    expect(parseSideSpec(text)).toEqual({ kind: 'bad', message: expect.stringContaining(message) });
  });

  it('shows only the beginning of a long text', () => {
    expect(parseSideSpec(`-${'x'.repeat(500)}`)).toEqual({
      kind: 'bad',
      message: `"-${'x'.repeat(79)}..." is no revision: none begins with "-"`,
    });
  });
});
