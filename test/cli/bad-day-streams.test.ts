/** `diff`, `promote`, `streams` and `history` on a bad day: broken files, gone ones, hostile texts, names that lead nowhere. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, cli } from '../support/cli';
import { gitEnvironment, gitRepository, type TestRepository } from '../support/git';

const X86 = 'manifest-lock.x86_64.json';
const ARM = 'manifest-lock.aarch64.json';
const OVERRIDES = 'manifest-lock.overrides.yaml';
const OF_ARM = 'manifest-lock.overrides.aarch64.yaml';
const BROKEN = 'packages:\n  podman: [\n';

const manifest = (stream: string): string => `releasever: 40\nvariables:\n  stream: ${stream}\n`;
const lock = (arch: string, bash: string): string =>
  JSON.stringify({
    packages: { bash: { evra: `${bash}.${arch}` }, podman: { evra: `5:5.2.4-1.fc40.${arch}` } },
  });
const locks = (bash: string) => ({ [X86]: lock('x86_64', bash), [ARM]: lock('aarch64', bash) });

let repo: TestRepository;

/** `testing` is checked out; `stable` has an older bash. */
beforeEach(() => {
  repo = gitRepository();
  const files = { [OVERRIDES]: 'packages: {}\n', 'manifest.yaml': manifest('stable') };
  repo.commit({ ...files, ...locks('5.2.26-3.fc40') }, 'tree: stable', { branch: 'stable' });
  repo.commit({ 'manifest.yaml': manifest('testing'), ...locks('5.2.32-1.fc40') }, 'tree: testing', {
    branch: 'testing',
  });
});
afterEach(() => repo.dispose());

function run(...args: readonly string[]): Promise<CliResult> {
  return cli([...args, '--offline'], { cwd: repo.folder, env: gitEnvironment() });
}
const branches = () => repo.git('for-each-ref', '--format=%(refname) %(objectname)');

describe('a gate', () => {
  it.each([
    [{ [X86]: '{"packages": {' }, `HEAD, x86_64: ${X86} has a syntax error`],
    [{ [OVERRIDES]: BROKEN }, `HEAD: ${OVERRIDES} has a syntax error`],
    [{ [OF_ARM]: BROKEN }, `HEAD: ${OF_ARM} has a syntax error`],
    [{ [ARM]: null }, 'HEAD, aarch64: There is no base lock.'],
  ])('does not let pass what it cannot read: %j', async (files, complaint) => {
    const first = repo.git('rev-parse', 'HEAD');
    repo.commit(files, 'broken');
    const { status, stdout, stderr } = await run('diff', first, 'HEAD', '--fail-on', 'downgraded,override-lost');
    expect(stderr).toContain(`manifest-lock diff: ${complaint}`);
    expect(status).toBe(2);
    // what is known is shown
    expect(stdout).toContain('lock the same');
    expect(stdout).toContain('Notes');
  });

  it('says that a base lock of the working tree is gone, unless nobody asks about it', async () => {
    rmSync(join(repo.folder, ARM));
    const all = await run('diff', 'testing', 'worktree');
    expect([all.status, all.stderr]).toEqual([
      2,
      'manifest-lock diff: working tree, aarch64: There is no base lock.\n',
    ]);
    const asked = await run('diff', 'testing', 'worktree', '--arch', 'x86_64');
    expect([asked.status, asked.stderr]).toEqual([0, '']);
  });

  it('lets pass that FROM is older than a basearch', async () => {
    const text = repo.git('show', `HEAD:${ARM}`);
    repo.commit({ [ARM]: null }, 'before there was aarch64');
    repo.commit({ [ARM]: `${text}\n` }, 'aarch64');
    const { status, stdout, stderr } = await run('diff', 'HEAD~1', 'HEAD', '--fail-on', 'downgraded');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('There is no base lock.');
  });

  it('ends with 1 where something goes backwards, whatever is listed', async () => {
    repo.commit({ [X86]: lock('x86_64', '5.2.26-2.fc40') }, 'lower');
    const gate = ['diff', 'HEAD~1', 'HEAD', '--fail-on', 'downgraded'];
    for (const more of [[], ['--only', 'upgraded'], ['--format', 'json'], ['--arch', 'x86_64']]) {
      const { status, stderr } = await run(...gate, ...more);
      expect([status, stderr]).toEqual([1, 'manifest-lock diff: downgraded: bash\n']);
    }
    expect((await run(...gate, '--arch', 'aarch64')).status).toBe(0);
  });
});

describe('a name that leads nowhere', () => {
  it.each([
    ['testing..stable', '"testing..stable" is a range: name its two ends one by one, as FROM and TO'],
    ['', 'An empty text names nothing to compare'],
    ['a'.repeat(10_000), `"${'a'.repeat(80)}..." is no stream, branch or other revision here`],
    ['testing\nstable', '"testing\\nstable" is no revision: a control character is in it'],
    ['HEAD:manifest.yaml', '"HEAD:manifest.yaml" is no stream, branch or other revision here'],
    ['build:stable', 'build:stable: the build service is not asked: network access is off (--offline)'],
  ])('is told once, and shortened: %#', async (from, complaint) => {
    const { status, stderr } = await run('diff', from, 'stable');
    expect(stderr.startsWith(`manifest-lock diff: ${complaint}`)).toBe(true);
    expect(stderr.length).toBeLessThan(400);
    expect(status).toBe(from.startsWith('build:') ? 3 : 2);
  });

  it('is shortened by promote, too', async () => {
    const { status, stderr } = await run('promote', 'a'.repeat(10_000), 'stable');
    expect(stderr).toContain(`"${'a'.repeat(80)}..." is neither a stream nor a revision here`);
    expect(status).toBe(2);
  });

  it('is asked for by history', async () => {
    const { status, stderr } = await run('history', ' ');
    expect(stderr).toContain('name one package');
    expect(status).toBe(2);
  });
});

it.each([
  [['diff', 'stable', 'testing'], 'is no folder'],
  [['streams'], 'is no folder'],
  [['history', 'bash'], 'is no folder'],
  [['promote', 'testing', 'stable'], 'could not be started in'],
])('%j takes no file for a repository', async (args, complaint) => {
  const { status, stderr } = await run(...args, '--repo', 'manifest.yaml');
  expect(stderr).toContain(complaint);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(status).toBe(2);
});

it('hostile texts leave neither their cell nor their line', async () => {
  const before = branches();
  const evil = ['a|b', '`x`|`', '<script>x</script>', '[x](javascript:x)', '\u001b[31mred', 'two\nlines', '| | |'];
  const entries = evil.map((text, index) => [
    `evil${index}`,
    { evr: '2-1', metadata: { type: text, reason: `https://localhost/${text}`, bodhi: text } },
  ]);
  const packages = Object.fromEntries(evil.map(text => [`p${text}`, { evra: '1-1.x86_64' }]));
  // YAML takes JSON
  repo.commit(
    { [OVERRIDES]: JSON.stringify({ packages: Object.fromEntries(entries) }), [X86]: JSON.stringify({ packages }) },
    `${evil.join(' ')}`,
  );
  for (const sides of [
    ['stable', 'testing'],
    ['testing', 'stable'],
  ]) {
    const { stdout, status } = await run('diff', ...sides, '--format', 'markdown');
    expect(status).toBe(0);
    // nothing between the brackets of <https://...> is markup
    const markup = stdout.replace(/\(<https:[^<>\s]*>\)/g, '(URL)');
    expect(markup).not.toMatch(/(?<!\\)<script|(?<!\\)\]\((?!URL)|\p{Cc}(?<!\n)/u);
    let cells: number | undefined;
    for (const line of stdout.split('\n')) {
      const bars = line.startsWith('|') ? line.match(/(?<!\\)\|/g)?.length : undefined;
      if (bars !== undefined && cells !== undefined) expect(`${bars} ${line}`).toBe(`${cells} ${line}`);
      cells = bars;
    }
  }
  for (const args of [['diff', 'stable', 'testing'], ['streams'], ['promote', 'testing', 'stable', '--dry-run']]) {
    expect((await run(...args)).stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
  }
  expect(branches().replace(/ \w+$/gm, '')).toBe(before.replace(/ \w+$/gm, ''));
});
