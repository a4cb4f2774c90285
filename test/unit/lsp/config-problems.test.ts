import { describe, expect, it } from 'vitest';
import { configDiagnostics } from '../../../server/lsp/config-problems';

describe('configDiagnostics', () => {
  const text = 'repos:\n  - é😀 fedora\n';
  const tree = {
    read: async (path: string) => {
      if (path === 'unreadable.repo') throw new Error('not UTF-8');
      return path === 'manifest.yaml' ? text : undefined;
    },
    list: async () => [],
  };

  it('stand where the problem is, file by file', async () => {
    const start = text.indexOf('fedora');
    const problems = [
      { path: 'manifest.yaml', span: { start, end: start + 6 }, message: 'no such repository' },
      { path: 'unreadable.repo', span: undefined, message: 'unreadable.repo is not UTF-8' },
      { path: 'manifest.yaml', span: undefined, message: 'harmless', severity: 'info' as const },
    ];
    expect(await configDiagnostics('/config', tree, problems, 'utf-8')).toEqual([
      {
        uri: 'file:///config/manifest.yaml',
        diagnostics: [
          {
            range: { start: { line: 1, character: 11 }, end: { line: 1, character: 17 } },
            severity: 2,
            source: 'manifest-lock',
            message: 'no such repository',
          },
          expect.objectContaining({ severity: 3, message: 'harmless' }),
        ],
      },
      {
        uri: 'file:///config/unreadable.repo',
        diagnostics: [expect.objectContaining({ message: 'unreadable.repo is not UTF-8' })],
      },
    ]);
  });
});
