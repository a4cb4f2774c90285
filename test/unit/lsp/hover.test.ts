import { describe, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver';
import { doHover } from '../../../server/lsp/hover';
import { MARKDOWN, PLAIN_TEXT } from '../../../server/lsp/markdown';
import { availability, repository } from '../../support/availability';
import { baseLock, MANIFEST, OVERRIDES, repoFile } from '../../support/fedora';
import { lockfileView, type ViewOptions } from '../../support/lockfile-view';
import { bodhiFacts, kojiFacts, SAID_AT } from '../../support/service-facts';
import { entryFacts } from '../../support/told';

const NOW = Date.UTC(2024, 9, 24, 12);
const FILES = {
  'manifest.yaml': MANIFEST,
  'fedora.repo': repoFile('https://example.org/'),
  'manifest-lock.overrides.yaml': OVERRIDES,
  'manifest-lock.x86_64.json': baseLock('x86_64'),
  'manifest-lock.aarch64.json': baseLock('aarch64'),
};
const FEDORA = repository({ id: 'fedora' }, [['podman', '5:5.0.2-1.fc40', 'x86_64']]);
const UPDATES = repository({ id: 'fedora-updates' }, [
  ['podman', '5:5.2.3-1.fc40', 'x86_64'],
  ['podman', '5:5.2.5-1.fc40', 'x86_64'],
]);

async function hover(needle: string, options: Partial<ViewOptions> = {}, write = MARKDOWN): Promise<string> {
  const view = await lockfileView({ files: FILES, open: 'manifest-lock.overrides.yaml', ...options });
  const found = doHover(view, view.document.text.indexOf(needle), write, NOW);
  expect(found?.contents).toMatchObject({ kind: write.kind });
  return textOf(found);
}

function textOf(found: Hover | undefined): string {
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

describe('doHover', () => {
  it('says what a package is, where its version comes from and what the repositories have', async () => {
    const pool = repository({ id: 'fedora-coreos-pool', role: 'pool', status: 'loading' }, []);
    const text = await hover('podman', { availability: [availability('x86_64', [FEDORA, UPDATES, pool])] });
    expect(text).toBe(
      [
        '**podman**: Summary of podman',
        '',
        'Source package `podman`, licence MIT',
        '',
        '**Locked**',
        '- x86_64, aarch64: `5:5.2.3-1.fc40` in [manifest-lock.overrides.yaml](<file:///config/manifest-lock.overrides.yaml#L9>), replaces `5:5.2.2-1.fc40` in [manifest-lock.x86_64.json](<file:///config/manifest-lock.x86_64.json#L15>) (and [aarch64](<file:///config/manifest-lock.aarch64.json#L15>))',
        '',
        '**Available**',
        '- fedora x86_64: `5:5.0.2-1.fc40` (2024-10-24, older)',
        '- fedora-updates x86_64: `5:5.2.5-1.fc40` (2024-10-24, newer)',
        '- fedora-coreos-pool x86_64: loading metadata',
        '',
        '[Bodhi update](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>), [Reason](<https://github.com/coreos/fedora-coreos-tracker/issues/1809>)',
      ].join('\n'),
    );
  });

  it('says what services and git know, in the order of what matters', async () => {
    const koji = kojiFacts({
      'podman-5.2.3-1.fc40': {
        rpms: { podman: '5:5.2.3-1.fc40 x86_64 aarch64' },
        tags: ['f40-updates', 'coreos-pool'],
        signed: true,
      },
    });
    const bodhi = bodhiFacts([
      { alias: 'FEDORA-2024-0c55e9e4ab', builds: ['podman-5.2.5-1.fc40'], type: 'security', cves: ['CVE-2024-9675'] },
      { alias: 'FEDORA-2024-f0fd63c638', builds: ['podman-5.2.3-1.fc40'], status: 'stable', stable: SAID_AT },
    ]);
    const origin = {
      evr: '5:5.2.3-1.fc40',
      commit: 'a3fd2b8fd1bc8d97ba6a1f8db3d1ad7f2e2f6d3e',
      committed: Date.UTC(2024, 9, 3, 15) / 1000,
      subject: 'overrides: fast-track podman',
      author: 'coreosbot',
    };
    const view = await lockfileView({
      files: FILES,
      open: 'manifest-lock.overrides.yaml',
      availability: [availability('x86_64', [UPDATES])],
      branches: { before: FILES, origins: { 'manifest-lock.overrides.yaml': { podman: origin } } },
    });
    const text = 'Fix CVE-2024-9675';
    const entries = [{ at: Date.UTC(2024, 9, 18, 12), author: 'Packit <hello@packit.dev> - 5:5.2.5-1', text }];
    const range = { from: '5.2.3-1.fc40', to: 'podman-5.2.5-1.fc40', page: 'https://koji.example/7' };
    const hovered = doHover(view, view.document.text.indexOf('podman'), MARKDOWN, NOW, {
      services: entryFacts({ facts: { koji, bodhi } }),
      origin: undefined,
      changelog: { ...range, kind: 'found', entries, bounded: true },
    });
    expect(textOf(hovered).split('\n').slice(3)).toEqual([
      '',
      '**Locked**',
      expect.stringMatching(/^- x86_64, aarch64: `5:5\.2\.3-1\.fc40` in /),
      '',
      '**Update**',
      '- [FEDORA-2024-f0fd63c638](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>), bugfix: stable, gating passed',
      '- submitted 2024-10-22, in testing since 2024-10-23, stable since 2024-10-24',
      '',
      '**Build**',
      '- [podman-5.2.3-1.fc40](<https://koji.fedoraproject.org/koji/buildinfo?buildID=2500000>), built by kojibuilder on 2024-10-23, signed, in coreos-pool',
      '- tags: f40-updates, coreos-pool, as of 1 hour ago',
      '',
      '**Story**',
      '- fast-tracked for 20 days: coreosbot in a3fd2b8fd1 on 2024-10-03: overrides: fast-track podman',
      '- reason: [coreos/fedora-coreos-tracker#1809](<https://github.com/coreos/fedora-coreos-tracker/issues/1809>)',
      '',
      '**Newer in Bodhi**',
      '- `podman-5.2.5-1.fc40` in [FEDORA-2024-0c55e9e4ab](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-0c55e9e4ab>), security: testing, karma 0 of 3, since 2024-10-23, fixes **CVE-2024-9675**',
      '',
      '**Available**',
      '- fedora-updates x86_64: `5:5.2.5-1.fc40` (2024-10-24, newer)',
      '',
      '**Changelog** from `5.2.3-1.fc40` to [podman-5.2.5-1.fc40](<https://koji.example/7>): fixes **CVE-2024-9675**',
      '- `5:5.2.5-1`, 2024-10-18, Packit',
      '  - Fix **CVE-2024-9675**',
    ]);
  });

  it('of a file as it is in a commit tells nothing of the metadata at hand', async () => {
    const open = 'manifest-lock.overrides.yaml';
    const here = await lockfileView({ files: FILES, open, availability: [availability('x86_64', [UPDATES])] });
    const view = { ...here, repo: undefined, readOnly: true, arches: [], availability: () => undefined };
    const hovered = doHover(view, view.document.text.indexOf('podman'), MARKDOWN, NOW);
    expect(textOf(hovered)).toBe(
      '**podman**\n\n[Bodhi update](<https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638>), [Reason](<https://github.com/coreos/fedora-coreos-tracker/issues/1809>)',
    );
  });

  it('gives basearches a line of their own where their base locks differ', async () => {
    const older = baseLock('aarch64').replace('5:5.2.2-1.fc40', '5:5.2.1-1.fc40');
    const text = await hover('podman', { files: { ...FILES, 'manifest-lock.aarch64.json': older } });
    expect(text).toMatch(/^- x86_64: .* replaces `5:5\.2\.2-1\.fc40` in \[manifest-lock\.x86_64\.json\]\(<[^>]*>\)$/m);
    expect(text).toMatch(
      /^- aarch64: .* replaces `5:5\.2\.1-1\.fc40` in \[manifest-lock\.aarch64\.json\]\(<[^>]*>\)$/m,
    );
  });

  it('says where a package is not locked', async () => {
    const without = '{"packages": {}}';
    const text = await hover('"podman"', {
      files: { ...FILES, 'manifest-lock.overrides.yaml': 'packages: {}\n', 'manifest-lock.aarch64.json': without },
      open: 'manifest-lock.x86_64.json',
    });
    expect(text).toMatch(/^- x86_64: `5:5\.2\.2-1\.fc40` in /m);
    expect(text).not.toContain('aarch64');
  });

  it('is plain text where the client shows nothing else', async () => {
    const text = await hover('podman', { availability: [availability('x86_64', [UPDATES])] }, PLAIN_TEXT);
    expect(text).toContain('podman: Summary of podman\n');
    expect(text).toContain('- fedora-updates x86_64: 5:5.2.5-1.fc40 (2024-10-24, newer)');
    expect(text).toContain('Reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809');
    expect(text).not.toMatch(/[`\\]|\*\*/);
  });

  it.each([
    ['missing', 'offline', undefined, 'metadata not loaded: offline'],
    ['missing', 'online', undefined, 'metadata not loaded'],
    ['failed', 'online', 'fedora-updates x86_64: 404 Not Found', 'metadata could not be had: 404 Not Found'],
  ] as const)('says that metadata is %s (%s)', async (status, mode, error, said) => {
    const state = repository({ id: 'fedora-updates', status, error }, []);
    const text = await hover('podman', { mode, availability: [availability('x86_64', [state])] });
    expect(text).toContain(`- fedora-updates x86_64: ${said}\n`);
  });

  it('says how old the data of a failed refresh is', async () => {
    const state = { ...UPDATES, checkedAt: NOW - 3 * 86_400_000, error: 'fedora-updates x86_64: timed out' };
    const text = await hover('podman', { availability: [availability('x86_64', [state])] });
    expect(text).toContain('newer); as of 3 days ago, last attempt failed: timed out');
  });

  it('says why nothing is known in a restricted workspace', async () => {
    expect(await hover('podman', { mode: 'restricted' })).toContain('not read in a restricted (untrusted) workspace');
  });

  it('says that a repository lacks the package', async () => {
    const text = await hover('ignition', { availability: [availability('x86_64', [UPDATES])] });
    expect(text).toContain('- fedora-updates x86_64: no such package');
  });

  it('escapes what comes from files and repositories', async () => {
    const open = 'manifest-lock.overrides.yaml';
    const files = {
      ...FILES,
      [open]: 'packages:\n  "[x](command:y)":\n    evr: 1-1\n    metadata:\n      reason: command:y\n',
    };
    const text = await hover('[x]', { files, open });
    expect(text).toContain('**\\[x\\](command:y)**');
    expect(text).not.toContain('x](command');
    expect(text).not.toContain('Reason');
  });

  it('says why no repository is looked into', async () => {
    const open = 'manifest-lock.overrides.yaml';
    expect(await hover('podman', { files: { [open]: OVERRIDES }, open })).toContain(
      'No manifest beside the lockfile says which repositories to look into.',
    );
    expect(await hover('podman', { files: { [open]: OVERRIDES, 'manifest.yaml': MANIFEST }, open })).toContain(
      'The manifest names no repository that a .repo file defines.',
    );
  });

  it('is nothing outside entries', async () => {
    const view = await lockfileView({ files: FILES, open: 'manifest-lock.overrides.yaml' });
    expect(doHover(view, 0, MARKDOWN, NOW)).toBeUndefined();
  });
});
