/** `pin`, `fast-track` and `srpms` from the command line to the bytes, against what `ci/overrides.py` made of the same inputs. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type CliResult, cli } from '../support/cli';
import { type CaseKind, type OverrideCase, overrideCases } from '../support/override-cases';
import { startServices } from '../support/services';
import { itShared } from '../support/shared';

const COMMON = 'manifest-lock.overrides.yaml';
const IN_ARCH_FILES = 'packages that arches do not have alike go into the files of their arches';

/** Where ours does something else than the tool, and why; the planning behind it is tested in `plan-overrides-cases.test.ts`. */
const DIFFERENCES: Readonly<Record<string, { readonly tool: 'refuses' | 'writes'; readonly why: string }>> = {
  '017': { tool: 'refuses', why: IN_ARCH_FILES },
  '021': { tool: 'refuses', why: IN_ARCH_FILES },
  '024': { tool: 'refuses', why: IN_ARCH_FILES },
  '036': { tool: 'refuses', why: 'an overrides file that is not there is made' },
  '053': { tool: 'refuses', why: IN_ARCH_FILES },
  '054': { tool: 'refuses', why: IN_ARCH_FILES },
  '056': { tool: 'writes', why: `${IN_ARCH_FILES}: the tool's evr stands for arches that have no such package` },
  '057': { tool: 'refuses', why: IN_ARCH_FILES },
  '059': { tool: 'refuses', why: IN_ARCH_FILES },
  '060': {
    tool: 'writes',
    why: `${IN_ARCH_FILES}: the tool's evr takes its version from an arch that the build is not for`,
  },
  '063': { tool: 'refuses', why: 'a noarch package is the same on every arch, also where it is not locked' },
  '089': { tool: 'refuses', why: 'an address that ends in a slash names its update all the same' },
  '090': { tool: 'refuses', why: 'so does one with a fragment' },
  '092': { tool: 'refuses', why: 'so does an alias in small letters' },
  '149': { tool: 'refuses', why: 'an empty overrides file is filled' },
  '150': { tool: 'refuses', why: 'so is one of comments alone' },
  '180': { tool: 'refuses', why: 'a noarch package is the same on every arch, also where it is not locked' },
  '204': { tool: 'refuses', why: 'which builds have locked packages can be said whatever the arches' },
};

/** Where an arch file changes besides, with the same bytes in the common file. */
const ALSO_ARCH_FILES = ['173'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-cases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran extends CliResult {
  readonly one: OverrideCase;
  /** Bytes of the files of the repository that are others now, by name; undefined: there is none. */
  readonly changed: ReadonlyMap<string, Buffer | undefined>;
  readonly common: Buffer | undefined;
}

async function run(one: OverrideCase): Promise<Ran> {
  const work = join(folder, one.id);
  const repo = join(work, 'repo');
  cpSync(one.folder, repo, { recursive: true });
  const { koji, builds, bodhi = {} } = one.services;
  const updates = Object.entries(bodhi).map(([alias, update]) => {
    return [alias, { ...update, builds: update.builds.map(({ nvr }) => ({ nvr })) }] as const;
  });
  const services = await startServices({ koji, builds, bodhi: Object.fromEntries(updates) });
  try {
    const canonical = one.kind === 'pin' || one.kind === 'fast-track' ? ['--canonical'] : [];
    const result = await cli([...one.argv, ...canonical, ...services.args, '--cache', join(work, 'cache')], {
      cwd: repo,
    });
    const changed = new Map<string, Buffer | undefined>();
    for (const name of new Set([...readdirSync(repo), ...readdirSync(one.folder)])) {
      const [now, before] = [bytesOf(join(repo, name)), bytesOf(join(one.folder, name))];
      if (now === undefined || before === undefined || !now.equals(before)) changed.set(name, now);
    }
    return { ...result, one, changed, common: bytesOf(join(repo, COMMON)) };
  } finally {
    await services.close();
  }
}

function bytesOf(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}

/** A few processes at a time. */
async function runAll(kind: CaseKind): Promise<Ran[]> {
  const waiting = overrideCases(kind);
  const done: Ran[] = [];
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) done.push(await run(one));
  };
  await Promise.all([worker(), worker(), worker()]);
  return done.sort((a, b) => (a.one.id < b.one.id ? -1 : 1));
}

/** What is other than it should be. */
function faultOf({
  one: { id, expected, kind, folder: input },
  status,
  stdout,
  stderr,
  changed,
  common,
}: Ran): string | undefined {
  const difference = DIFFERENCES[id];
  const refused = expected.exit !== 0;
  if (difference) {
    if ((difference.tool === 'refuses') !== refused) return 'the tool does something else';
    const sameBytes = common?.equals(bytesOf(join(dirname(input), 'expected.overrides.yaml')) ?? Buffer.alloc(0));
    if (!refused && sameBytes) return 'no difference';
    return status === 0 ? undefined : `exit ${status}: ${stderr}`;
  }
  if (refused) {
    if (status !== 2) return `exit ${status}: ${stdout}`;
    return changed.size === 0 ? undefined : `refused, and ${[...changed.keys()]} changed`;
  }
  if (status !== 0) return `exit ${status}: ${stderr}`;
  if (kind === 'srpms' && stdout !== expected.stdout) return stdout;
  const others = [...changed.keys()].filter(name => name !== COMMON);
  if (others.length > 0 !== ALSO_ARCH_FILES.includes(id)) return `changed ${others}`;
  const wanted = bytesOf(join(dirname(input), 'expected.overrides.yaml'));
  return wanted === undefined || common?.equals(wanted) ? undefined : `${common}`;
}

describe('the built command line on the cases of ci/overrides.py', () => {
  for (const [kind, count] of [
    ['pin', 78],
    ['fast-track', 44],
    ['srpms', 6],
    ['usage', 1],
  ] as const) {
    itShared(
      `${kind}: the same bytes with --canonical, and refused where the tool refuses`,
      async () => {
        const ran = await runAll(kind);
        const faults = ran.flatMap(one => {
          const fault = faultOf(one);
          return fault === undefined ? [] : [`${one.one.id}: ${fault}`];
        });
        expect(faults).toEqual([]);
        expect(ran.length).toBe(count);
      },
      300_000,
    );
  }
});
