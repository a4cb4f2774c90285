/** `check` with Koji and Bodhi on loopback. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JsonServer, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type KojiHub, startKojiHub } from '../stand-ins/koji-hub.mjs';
import { type CliResult, cli } from '../support/cli';
import { servicesFile } from '../support/fedora';

const LOCK = JSON.stringify({
  packages: { podman: { evra: '5:5.2.2-1.fc40.x86_64' }, ignition: { evra: '2.19.0-3.fc40.x86_64' } },
});
const OVERRIDES = `packages:
  ignition:
    evr: 2.20.0-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-35ebfcbeef
      type: fast-track
  podman:
    evr: 5:5.2.33-1.fc40
    metadata:
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2024-f0fd63c638
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/1809
      type: fast-track
`;

let folder: string;
let koji: KojiHub;
let bodhi: JsonServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-services-'));
  koji = await startKojiHub({
    'ignition-2.20.0-1.fc40': ['src', 'x86_64'].map(arch => ({
      name: 'ignition',
      version: '2.20.0',
      release: '1.fc40',
      arch,
    })),
    'podman-5.2.3-1.fc40': ['src', 'x86_64'].map(arch => ({
      name: 'podman',
      epoch: 5,
      version: '5.2.3',
      release: '1.fc40',
      arch,
    })),
  });
  bodhi = await startBodhi({
    'FEDORA-2024-35ebfcbeef': { status: 'testing', release: 'F40', builds: [{ nvr: 'ignition-2.20.0-1.fc40' }] },
    'FEDORA-2024-f0fd63c638': { status: 'stable', release: 'F40', builds: [{ nvr: 'podman-5.2.3-1.fc40' }] },
  });
  write({
    'manifest.yaml': 'releasever: 40\nvariables:\n  stream: testing-devel\n',
    'manifest-lock.x86_64.json': LOCK,
    'manifest-lock.overrides.yaml': OVERRIDES,
    '.manifest-lock.yaml': servicesFile({ koji: koji.url, bodhi: bodhi.url }),
  });
});
afterEach(async () => {
  await koji.close();
  await bodhi.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, 'config'), { recursive: true });
    writeFileSync(join(folder, 'config', path), text);
  }
}

const check = (...args: string[]) =>
  cli(['check', '--format', 'json', '--cache', join(folder, 'cache'), ...args], { cwd: join(folder, 'config') });

const found = ({ stdout }: CliResult): string[] =>
  JSON.parse(stdout).findings.map(({ code, package: name }: { code: string; package?: string }) => `${code} ${name}`);

const asked = () => koji.requests.length + bodhi.requests.length;

describe('check', () => {
  it('knows what services say, and asks them once', async () => {
    const result = await check();
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 1, stderr: '' });
    expect(found(result)).toContain('unknown-build podman');
    expect(found(result)).not.toContain('unknown-build ignition');
    expect(asked()).toBeGreaterThan(0);
    const before = asked();
    const again = await check();
    expect(found(again)).toEqual(found(result));
    expect(asked()).toBe(before);
  });

  it('asks nothing offline, nor for rules that need no service, nor of base locks', async () => {
    const offline = await check('--offline');
    expect({ status: offline.status, stderr: offline.stderr }).toEqual({ status: 0, stderr: '' });
    await check('--only', 'syntax,missing-reason');
    await check('manifest-lock.x86_64.json');
    expect(asked()).toBe(0);
  });

  it('says in a line which service cannot be asked, and still tells what the other says', async () => {
    koji.behave({ kind: 'html' });
    const result = await check();
    expect(result.stderr).toBe(
      `Koji cannot be asked: ${koji.url} answered with a web page instead of XML-RPC; rules that need it are silent\n`,
    );
    expect(found(result).filter(finding => finding.startsWith('unknown-build'))).toEqual([]);
    expect(bodhi.requests.length).toBeGreaterThan(0);
  });

  it('ends with 3 where a rule that was asked for needs the service', async () => {
    koji.behave({ kind: 'html' });
    const result = await check('--only', 'unknown-build');
    expect(result.status).toBe(3);
    expect(result.stderr).toContain('Koji that --only needs is not known');
    expect((await check('--only', 'wrong-update')).status).not.toBe(3);
    expect((await check('--only', 'missing-bodhi')).status).not.toBe(3);
    const off = await check('--only', 'unknown-build', '--koji', 'off');
    expect([off.status, off.stderr.split('\n')[0]]).toEqual([3, 'Koji is not asked: it is off']);
    const offline = await check('--only', 'unknown-build', '--offline');
    expect([offline.status, offline.stderr.split('\n')[0]]).toEqual([
      3,
      'Koji and Bodhi are not asked: network access is off (--offline)',
    ]);
  });

  it('asks those services that the command line names', async () => {
    write({ '.manifest-lock.yaml': servicesFile() });
    await check();
    expect(asked()).toBe(0);
    expect(found(await check('--koji', koji.url))).toContain('unknown-build podman');
    expect([koji.requests.length > 0, bodhi.requests.length]).toEqual([true, 0]);
  });

  it('says with --verbose what was fetched', async () => {
    const { stderr } = await check('--verbose');
    expect(stderr).toContain(`POST ${koji.url}: 200 `);
    expect(stderr).toContain(`GET ${bodhi.url}/updates/?`);
  });
});
