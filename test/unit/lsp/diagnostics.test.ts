import { describe, expect, it } from 'vitest';
import { type DiagnosticCapabilities, diagnosticsOf, report } from '../../../server/lsp/diagnostics';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const TEXT =
  'packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638\n      reason: https://example.org/1\n';
const ALL: DiagnosticCapabilities = {
  relatedInformation: true,
  tags: true,
  documentation: code => `https://example.org/rules#${code}`,
  data: true,
};
const NOTHING: DiagnosticCapabilities = {
  relatedInformation: false,
  tags: false,
  documentation: undefined,
  data: false,
};

describe('diagnosticsOf', () => {
  it('tells all that the client can show', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    expect(diagnosticsOf(view, ALL)).toMatchObject([
      {
        code: 'duplicate-key',
        source: 'manifest-lock',
        severity: 1,
        codeDescription: { href: 'https://example.org/rules#duplicate-key' },
        data: { code: 'duplicate-key' },
        relatedInformation: [{ location: { uri: 'file:///config/manifest-lock.overrides.yaml' } }],
      },
    ]);
  });

  it('tells a client that can show nothing more only the essential', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    const keys = diagnosticsOf(view, NOTHING).map(diagnostic => Object.keys(diagnostic).sort());
    expect(keys).toEqual([['code', 'message', 'range', 'severity', 'source']]);
  });

  it('obeys the severities of the settings', async () => {
    const files = { [OPEN]: TEXT };
    const hint = await lockfileView({ files, open: OPEN, severity: { 'duplicate-key': 'hint' } });
    expect(diagnosticsOf(hint, ALL)).toMatchObject([{ severity: 4 }]);
    const off = await lockfileView({ files, open: OPEN, severity: { 'duplicate-key': 'off' } });
    expect(diagnosticsOf(off, ALL)).toEqual([]);
  });
});

describe('report', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

  it('is unchanged for the same diagnostics, and full for any other', () => {
    const first = report([{ range, message: 'a' }], undefined);
    expect(first).toMatchObject({ kind: 'full', items: [{ message: 'a' }] });
    expect(report([{ range, message: 'a' }], first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    expect(report([{ range, message: 'b' }], first.resultId)).toMatchObject({ kind: 'full' });
    expect(report([], first.resultId)).toMatchObject({ kind: 'full', items: [] });
  });
});
