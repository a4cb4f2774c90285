/** Subcommands on a bad day of Koji and Bodhi: what is said, what is still found, what is asked again, and nothing else written. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BodhiData, type BodhiOptions, type JsonServer, startBodhi } from '../stand-ins/bodhi-server.mjs';
import { type KojiData, type KojiHub, startKojiHub } from '../stand-ins/koji-hub.mjs';
import {
  BAD_BODHI,
  BAD_KOJI,
  BAD_OVERRIDES,
  BODHI_FINDINGS,
  FIFTY_BODHI,
  FIFTY_KOJI,
  FIFTY_OVERRIDES,
  KOJI_FINDINGS,
  lockOf,
} from '../support/bad-day';
import { type CliResult, cli } from '../support/cli';
import { servicesFile } from '../support/fedora';
import { rowsOf } from '../support/services';
import { itShared, shared } from '../support/shared';

const OVERRIDES = 'manifest-lock.overrides.yaml';

let folder: string;
let koji: KojiHub;
let bodhi: JsonServer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-bad-day-'));
});
afterEach(async () => {
  await Promise.all([koji.close(), bodhi.close()]);
  rmSync(folder, { recursive: true, force: true });
});

interface World {
  readonly koji?: KojiData;
  readonly bodhi?: BodhiData;
  readonly bodhiOptions?: BodhiOptions;
  readonly overrides?: string;
  readonly basearches?: readonly string[];
  readonly releasever?: number;
}

async function start(world: World = {}): Promise<void> {
  const { overrides = BAD_OVERRIDES, basearches = ['x86_64'], releasever = 40 } = world;
  koji = await startKojiHub(world.koji ?? BAD_KOJI);
  bodhi = await startBodhi(world.bodhi ?? BAD_BODHI, undefined, world.bodhiOptions);
  const files: Record<string, string> = {
    'manifest.yaml': `releasever: ${releasever}\nvariables:\n  stream: testing-devel\nlockfile-repos: [fedora-coreos-pool]\n`,
    '.manifest-lock.yaml': servicesFile({ koji: koji.url, bodhi: bodhi.url }),
    [OVERRIDES]: overrides,
  };
  for (const basearch of basearches) {
    const packages = Object.entries(lockOf(overrides, basearch)).map(([name, evra]) => [name, { evra }]);
    files[`manifest-lock.${basearch}.json`] = JSON.stringify({ packages: Object.fromEntries(packages) });
  }
  mkdirSync(join(folder, 'config'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, 'config', path), text);
}

const run = (...args: string[]) => cli([...args, '--cache', join(folder, 'cache')], { cwd: join(folder, 'config') });
const check = (...args: string[]) => run('check', '--format', 'json', ...args);
const onDisk = () => readFileSync(join(folder, 'config', OVERRIDES), 'utf8');

/** Those of services. */
function found({ stdout }: CliResult): string[] {
  const { findings } = JSON.parse(stdout) as { findings: { code: string; package: string }[] };
  const of = /^(?:unknown-build|deleted-build|not-tagged|unsigned|wrong-update|obsolete-update) /;
  return findings.map(({ code, package: name }) => `${code} ${name}`).filter(finding => of.test(finding));
}

/** Services, and no repositories. */
const complaints = ({ stderr }: CliResult) => stderr.split('\n').filter(line => /^(?:Koji|Bodhi)/.test(line));

const methods = (from = 0) => koji.requests.slice(from).map(({ calls }) => `${calls[0]?.method} ${calls.length}`);

describe('check', () => {
  it('finds what only services know', async () => {
    await start();
    const result = await check();
    expect(result.status).toBe(1);
    expect(found(result).toSorted()).toEqual([...KOJI_FINDINGS, ...BODHI_FINDINGS].toSorted());
  });

  it('says in a line of each service why it is not known, and finds what the other knows', async () => {
    await start();
    koji.behave({ kind: 'status', status: 429, headers: { 'retry-after': '3600' } });
    const withoutKoji = await check();
    expect(complaints(withoutKoji)).toEqual([
      `Koji cannot be asked: ${koji.url}: 429 Too Many Requests, to be asked again in 3600 s; rules that need it are silent`,
    ]);
    expect(found(withoutKoji)).toEqual([...BODHI_FINDINGS]);
    const only = await check('--only', 'not-tagged');
    expect([only.status, JSON.parse(only.stdout).findings]).toEqual([3, []]);
    koji.behave(undefined);
    bodhi.behave({ kind: 'truncated' });
    rmSync(join(folder, 'cache'), { recursive: true });
    const withoutBodhi = await check();
    expect(complaints(withoutBodhi)).toEqual([
      expect.stringMatching(
        /^Bodhi answered with something else than it should: .*cut short.*; rules that need it are silent$/,
      ),
    ]);
    expect(found(withoutBodhi)).toEqual([...KOJI_FINDINGS]);
  });

  it('knows all others where Koji fails for one', async () => {
    await start();
    koji.behave({ kind: 'fault-calls', message: 'no such external repo: x', only: 'vim-data' });
    const result = await check();
    expect(complaints(result)).toEqual([
      `Koji does not answer everything: ${koji.url}: getRPM "vim-data-9.1.825-1.fc40.x86_64": no such external repo: x (fault 1000); what it has said is used, the rest is not known`,
    ]);
    expect(found(result)).toEqual(expect.arrayContaining(KOJI_FINDINGS.filter(one => !one.endsWith('vim-data'))));
    expect(found(result)).not.toContain('unknown-build vim-data');
  });

  it('asks about fifty overrides in a handful of requests, and again only what may have changed', async () => {
    const basearches = ['aarch64', 'ppc64le', 's390x', 'x86_64'];
    await start({ koji: FIFTY_KOJI, bodhi: FIFTY_BODHI, overrides: FIFTY_OVERRIDES, basearches });
    expect(found(await check())).toEqual([]);
    // four architectures and noarch; 25 builds with their packages a request
    expect(methods().toSorted()).toEqual(
      [
        ...['getRPM 100', 'getRPM 100', 'getRPM 50', 'getBuild 50', 'getBuild 50', 'getBuild 50'],
        ...['listTags 50', 'queryRPMSigs 100', 'queryRPMSigs 100'],
      ].toSorted(),
    );
    expect(bodhi.requests).toHaveLength(3);
    await check();
    expect([koji.requests.length, bodhi.requests.length]).toEqual([9, 3]);

    const answers = join(folder, 'cache', 'services');
    for (const name of readdirSync(answers)) {
      const kept = JSON.parse(readFileSync(join(answers, name), 'utf8'));
      writeFileSync(join(answers, name), JSON.stringify({ ...kept, at: kept.at - 2 * 24 * 60 * 60 * 1000 }));
    }
    await check();
    expect(methods(9).toSorted()).toEqual(
      ['getBuild 50', 'getRPM 50', 'listTags 50', 'queryRPMSigs 100', 'queryRPMSigs 100'].toSorted(),
    );
    const rpms = koji.requests.slice(9).flatMap(({ calls }) => calls.filter(({ method }) => method === 'getRPM'));
    // what is not there may come
    expect(rpms.every(({ params }) => String(params[0]).endsWith('.noarch'))).toBe(true);
    expect(bodhi.requests).toHaveLength(6);
  });

  itShared('reads recorded answers of Bodhi without a complaint', async () => {
    const recorded = ['ogr_20', 'requre_page1of2', 'requre_single_page'].map(name =>
      JSON.parse(readFileSync(shared(`data/api/bodhi/updates_packages_python-${name}.json`), 'utf8')),
    );
    const link = (alias: string) =>
      `    metadata:\n      bodhi: https://bodhi.fedoraproject.org/updates/${alias}\n      type: fast-track\n      reason: https://x.example/1\n`;
    await start({
      koji: {
        'python-ogr-0.8.0-1.fc31': rowsOf('python-ogr-0.8.0-1.fc31', { 'python3-ogr': ['noarch'] }),
        'python-requre-0.4.0-1.fc31': rowsOf('python-requre-0.4.0-1.fc31', { 'python3-requre': ['noarch'] }),
      },
      bodhi: {},
      bodhiOptions: { recorded, pageSize: 20 },
      releasever: 31,
      // the latter is the update for F30
      overrides: `packages:\n  python3-ogr:\n    evra: 0.8.0-1.fc31.noarch\n${link('FEDORA-2019-3c0e5d7710')}  python3-requre:\n    evra: 0.4.0-1.fc31.noarch\n${link('FEDORA-2020-bbf0544453')}`,
    });
    const result = await check();
    expect(complaints(result)).toEqual([]);
    expect(found(result)).toEqual(['wrong-update python3-ogr']);
    expect(result.stdout).toContain('FEDORA-2019-23efc759eb');
  });
});

describe('pin and fast-track', () => {
  const REASON = ['--reason', 'https://github.com/coreos/fedora-coreos-tracker/issues/1809'];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const UNPRINTABLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

  it.each([
    ['a build that Koji has not', ['pin', 'podman-5.2.33-1.fc40'], 2, 'Koji has no build podman-5.2.33-1.fc40'],
    ['a deleted build', ['pin', 'podman-5.2.3-1.fc40'], 2, 'podman-5.2.3-1.fc40 was deleted from Koji'],
    ['an update that Bodhi has not', ['fast-track', 'FEDORA-2024-0000000000'], 2, 'Bodhi has no update FEDORA-2024-0'],
    ['a Koji that nobody asks', ['pin', 'sudo-1.9.15-6.fc40', '--offline'], 3, 'nothing is written: Koji is not asked'],
  ])('write nothing for %s', async (_, args, status, words) => {
    await start();
    const result = await run(...args, ...REASON);
    expect([result.status, result.stdout]).toEqual([status, '']);
    expect(result.stderr).toContain(words);
    expect(onDisk()).toBe(BAD_OVERRIDES);
  });

  it('let nothing through that a service makes up for a name', async () => {
    const evil = '1.fc40\n      type: pin\u009b31m\u202e';
    await start({
      koji: {
        'sudo-1.9.15-6.fc40': {
          rows: [
            { name: 'sudo', version: '1.9.15', release: '6.fc40', arch: 'src' },
            { name: 'sudo', version: '1.9.15', release: evil, arch: 'x86_64' },
          ],
        },
      },
      bodhi: {
        'FEDORA-2024-35ebfcbeef': { status: 'testing', release: 'F40', builds: [{ nvr: `sudo-1.9.15-${evil}` }] },
      },
    });
    for (const args of [
      ['pin', 'sudo-1.9.15-6.fc40'],
      ['fast-track', 'FEDORA-2024-35ebfcbeef'],
    ]) {
      const { status, stdout, stderr } = await run(...args, ...REASON);
      expect([status, stdout]).toEqual([3, '']);
      expect(stderr).toMatch(
        /is written: .*1\.fc40\\u000a {6}type: pin\\u009b31m\\u202e.* a plain name was expected\n$/,
      );
      expect(stderr).not.toMatch(UNPRINTABLE);
    }
    expect(onDisk()).toBe(BAD_OVERRIDES);
  });

  it('link the page of an update, whatever address it claims to have', async () => {
    await start({
      koji: { 'ignition-2.20.0-1.fc40': rowsOf('ignition-2.20.0-1.fc40', { ignition: ['x86_64'] }) },
      bodhi: {
        'FEDORA-2024-35ebfcbeef': {
          status: 'testing',
          release: 'F40',
          builds: [{ nvr: 'ignition-2.20.0-1.fc40' }],
          url: 'https://bodhi.example/\n      type: pin #/updates/FEDORA-2024-35ebfcbeef',
          title: '\u009b31m\n[x](command:y)',
        },
      },
      overrides: 'packages:\n  ignition:\n    evr: 2.19.0-1.fc40\n',
    });
    const result = await run('fast-track', 'FEDORA-2024-35ebfcbeef', '--canonical');
    expect([result.status, result.stderr]).toEqual([0, '']);
    expect(onDisk().slice(onDisk().indexOf('packages:'))).toBe(
      `packages:\n  ignition:\n    evr: 2.20.0-1.fc40\n    metadata:\n      bodhi: ${bodhi.url}/updates/FEDORA-2024-35ebfcbeef\n      type: fast-track\n`,
    );
    expect(result.stdout).not.toMatch(UNPRINTABLE);
  });
});
