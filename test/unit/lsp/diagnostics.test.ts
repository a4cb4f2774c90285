import { describe, expect, it } from 'vitest';
import { parseLockfile } from '../../../server/lockfile/parse';
import {
  type DiagnosticCapabilities,
  diagnosticsOf,
  identifiedDiagnosticsOf,
  isIdentified,
  NO_DIAGNOSTICS,
  report,
  toDiagnostic,
} from '../../../server/lsp/diagnostics';
import { parseGitUri } from '../../../server/lsp/git-uri';
import { lockfileView } from '../../support/lockfile-view';

const OPEN = 'manifest-lock.overrides.yaml';
const TEXT =
  'packages:\n  podman:\n    evr: 5:5.2.3-1.fc40\n    evr: 5:5.2.5-1.fc40\n    metadata:\n      type: fast-track\n      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638\n      reason: https://example.org/1\n';
const ALL: DiagnosticCapabilities = {
  relatedInformation: true,
  tags: true,
  documentation: code => `https://example.org/rules#${code}`,
  data: true,
  gitDocuments: true,
};
const NOTHING: DiagnosticCapabilities = {
  relatedInformation: false,
  tags: false,
  documentation: undefined,
  data: false,
  gitDocuments: false,
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

describe('related places', () => {
  const at = { label: 'origin/testing-devel', commit: '1'.repeat(40), lockfile: parseLockfile(TEXT, 'yaml') };
  const place = { path: OPEN, span: { start: 12, end: 18 }, message: 'podman there', at };
  const finding = {
    code: 'stream-downgrade',
    severity: 'warning' as const,
    span: { start: 0, end: 1 },
    message: '',
    related: [place],
  };

  it('lead into the manifest', async () => {
    const files = { [OPEN]: TEXT, 'manifest.yaml': 'packages:\n  - bash\n  - sudo\n' };
    const view = await lockfileView({ files, open: OPEN });
    const named = { path: 'manifest.yaml', span: { start: 23, end: 27 }, message: 'named here' };
    expect(toDiagnostic(view, { ...finding, related: [named] }, ALL).relatedInformation).toEqual([
      {
        message: 'named here',
        location: {
          uri: 'file:///config/manifest.yaml',
          range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } },
        },
      },
    ]);
  });

  it('lead our client into a commit', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    const [related] = toDiagnostic(view, finding, ALL).relatedInformation ?? [];
    expect(related).toMatchObject({
      message: 'podman there',
      location: { range: { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } } },
    });
    expect(related && parseGitUri(related.location.uri)).toEqual({ folder: '/config', commit: at.commit, path: OPEN });
  });

  it('do not lead other clients to what they cannot open', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    expect(toDiagnostic(view, finding, { ...ALL, gitDocuments: false }).relatedInformation).toEqual([]);
  });
});

describe('identifiedDiagnosticsOf', () => {
  it('makes them once for a view', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    expect(isIdentified(view)).toBe(false);
    const first = identifiedDiagnosticsOf(view, ALL);
    expect(first.items.map(({ code }) => code)).toEqual(['duplicate-key']);
    expect(isIdentified(view)).toBe(true);
    expect(identifiedDiagnosticsOf(view, ALL)).toBe(first);
  });

  it('has the same id for the same diagnostics, and another for others', async () => {
    const [a, b, clean] = await Promise.all(
      [TEXT, `${TEXT}# end\n`, 'packages: {}\n'].map(text =>
        lockfileView({ files: { [OPEN]: text }, open: OPEN }).then(view => identifiedDiagnosticsOf(view, ALL).resultId),
      ),
    );
    expect(a).toBe(b);
    expect(clean).toBe(NO_DIAGNOSTICS.resultId);
    expect(a).not.toBe(clean);
  });

  it('tells nothing of a file in a commit', async () => {
    const view = await lockfileView({ files: { [OPEN]: TEXT }, open: OPEN });
    expect(identifiedDiagnosticsOf({ ...view, readOnly: true }, ALL)).toBe(NO_DIAGNOSTICS);
  });
});

describe('report', () => {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

  it('is unchanged for what the client has, and full for any other', () => {
    const identified = { resultId: 'a', items: [{ range, message: 'a' }] };
    expect(report(identified, undefined)).toEqual({ kind: 'full', ...identified });
    expect(report(identified, 'b')).toEqual({ kind: 'full', ...identified });
    expect(report(identified, 'a')).toEqual({ kind: 'unchanged', resultId: 'a' });
  });
});
