import { describe, expect, it } from 'vitest';
import { type Flattened, flattenTreefile, type Surroundings } from '../../../server/config-repo/treefile';
import { readTreefiles } from '../../../server/config-repo/treefile-files';
import { memoryTree } from './memory-tree';

async function flatten(
  files: Readonly<Record<string, string>>,
  basearch = 'x86_64',
  surroundings?: Surroundings,
): Promise<Flattened & { names: string[]; messages: string[] }> {
  const read = await readTreefiles(memoryTree(files), 'manifest.yaml');
  const result = flattenTreefile(read, 'manifest.yaml', basearch, surroundings);
  const names = result.treefile.packages.map(item => item.name);
  return { ...result, names, messages: result.problems.map(problem => problem.message) };
}

describe('flattenTreefile', () => {
  it('puts lists of includes in front, the last include first, and resolves paths from the including file', async () => {
    const { treefile, names, problems } = await flatten({
      'manifest.yaml': 'repos: [top]\npackages: [p]\ninclude: [m/a.yaml, b.yaml]\nexclude-packages: [x]',
      'm/a.yaml': 'repos: [a]\npackages: [pa]\ninclude: deep/c.yaml\nlockfile-repos: [pool]\nexclude-packages: [xa]',
      'm/deep/c.yaml': 'repos: [c]\npackages: [pc p]',
      'b.yaml': 'repos: [b]\npackages: [pb]',
    });
    expect(treefile.repos).toEqual(['b', 'c', 'a', 'top']);
    expect(treefile.lockfileRepos).toEqual(['pool']);
    expect(treefile.excludePackages).toEqual(['xa', 'x']);
    expect(names).toEqual(['p', 'pa', 'pc', 'pb']);
    expect(treefile.packages[0]).toEqual({ name: 'p', path: 'manifest.yaml', span: { start: 24, end: 25 } });
    expect(problems).toEqual([]);
  });

  it('merges a treefile written inline before the files', async () => {
    const { treefile, names } = await flatten({
      'manifest.yaml':
        'repos: [top]\ninclude: a.yaml\nconditional-include:\n- if: basearch == "x86_64"\n  include:\n    repos: [inline]\n    packages: [pi]\n    lockfile-repos: [pool]\n',
      'a.yaml': 'repos: [a]',
    });
    expect(treefile.repos).toEqual(['a', 'inline', 'top']);
    expect(treefile.lockfileRepos).toEqual(['pool']);
    expect(names).toEqual(['pi']);
  });

  it('takes packages and includes of the basearch only', async () => {
    const files = {
      'manifest.yaml':
        'packages: [all]\npackages-s390x: [zipl]\npackages-x86_64: [grub2]\narch-include: {s390x: z.yaml}',
      'z.yaml': 'packages: [z]',
    };
    expect((await flatten(files, 'x86_64')).names).toEqual(['all', 'grub2']);
    expect((await flatten(files, 's390x')).names).toEqual(['all', 'zipl', 'z']);
  });

  it('includes by condition: lists are AND, variables of the outer file win, later files see earlier variables', async () => {
    const { names, treefile, problems } = await flatten({
      'manifest.yaml': [
        'variables: {stream: next, prod: false}',
        'releasever: 41',
        'include: vars.yaml',
        'conditional-include:',
        '- {if: [releasever >= 41, prod == false, stream == "next"], include: [one.yaml, two.yaml]}',
        '- {if: [releasever >= 41, prod == true], include: missing.yaml}',
        '- {if: basearch != "s390x", include: three.yaml}',
      ].join('\n'),
      'vars.yaml': 'variables: {stream: ignored, extra: 7}\npackages: [v]',
      'one.yaml': 'packages: [one]\nconditional-include: [{if: extra == 7, include: {packages: [seen]}}]',
      'two.yaml': 'packages: [two]\nreleasever: 12',
      'three.yaml': 'packages: [three]',
    });
    expect(names).toEqual(['v', 'one', 'seen', 'two', 'three']);
    expect(treefile.variables).toEqual({ stream: 'next', prod: false, extra: 7, releasever: 41, basearch: 'x86_64' });
    expect(treefile.releasever).toBe('41');
    expect(problems).toEqual([]);
  });

  it('lets what the build puts around the manifest win', async () => {
    const { treefile, names } = await flatten(
      {
        'manifest.yaml':
          'releasever: 40\nvariables: {stream: old}\nconditional-include: [{if: [releasever >= 43, stream == "new"], include: {packages: [new]}}]',
      },
      'aarch64',
      {
        variables: new Map<string, string | boolean>([
          ['stream', 'new'],
          ['deriving', true],
        ]),
        releasever: 43,
      },
    );
    expect(treefile.releasever).toBe('43');
    expect(treefile.variables).toEqual({ stream: 'new', deriving: true, releasever: 43, basearch: 'aarch64' });
    expect(names).toEqual(['new']);
  });

  it('reports a missing file at the include that names it, and reads on', async () => {
    const text = 'include: [none.yaml, a.yaml]\n';
    const { problems, names } = await flatten({ 'manifest.yaml': text, 'a.yaml': 'packages: [a]' });
    expect(problems).toEqual([
      { path: 'manifest.yaml', span: { start: 10, end: 19 }, message: 'none.yaml is not there.' },
    ]);
    expect(names).toEqual(['a']);
  });

  it('reports cycles and files included twice', async () => {
    const cycle = await flatten({
      'manifest.yaml': 'include: a.yaml\npackages: [m]',
      'a.yaml': 'include: manifest.yaml\npackages: [a]',
    });
    expect(cycle.messages).toEqual(['manifest.yaml was already included; rpm-ostree refuses to read a file twice.']);
    expect(cycle.problems[0]).toMatchObject({ path: 'a.yaml', span: { start: 9, end: 22 } });
    expect(cycle.names).toEqual(['m', 'a']);

    const twice = await flatten({
      'manifest.yaml': 'include: [a.yaml, b.yaml]',
      'a.yaml': 'include: c.yaml',
      'b.yaml': 'include: c.yaml',
      'c.yaml': 'packages: [c]\nrepos: [r]',
    });
    expect(twice.messages).toEqual([
      'c.yaml was already included, by a.yaml; rpm-ostree refuses to read a file twice.',
    ]);
    expect(twice.treefile.repos).toEqual(['r']);
  });

  it('reports includes nested too deep', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`${n}.yaml`, `include: ${n + 1}.yaml\npackages: [p${n}]`]),
    );
    const { messages, names } = await flatten({ 'manifest.yaml': 'include: 0.yaml', ...chain });
    expect(messages).toEqual(['Includes are nested more than 50 deep.']);
    expect(names).toHaveLength(50);
  });

  it('reports conditions that cannot be evaluated, at their place, and does not include', async () => {
    const text =
      'variables: {a: x}\nconditional-include:\n- if:\n  - unknown == true\n  - a > 5\n  include: {packages: [p]}\n';
    const { problems, names } = await flatten({ 'manifest.yaml': text });
    expect(problems.map(({ span, message }) => [text.slice(span?.start, span?.end), message])).toEqual([
      ['unknown == true', "Undefined variable 'unknown'."],
      ['a > 5', `Variable 'a' is a string ("x"), but 5 is a number.`],
    ]);
    expect(names).toEqual([]);
  });

  it('stays inside the repository', async () => {
    const { messages } = await flatten({ 'manifest.yaml': 'include: [../x.yaml, /etc/y.yaml]' });
    expect(messages).toEqual([
      '../x.yaml is outside the repository and is not read.',
      '/etc/y.yaml is outside the repository and is not read.',
    ]);
  });

  it('reports only mistakes of files that this basearch includes', async () => {
    const files = {
      'manifest.yaml': 'conditional-include: [{if: basearch == "s390x", include: z.yaml}]',
      'z.yaml': 'packages: z',
    };
    expect((await flatten(files, 'x86_64')).messages).toEqual([]);
    expect((await flatten(files, 's390x')).messages).toEqual(["'packages' must be a list."]);
  });

  it('gives repository variables, the outer ones first', async () => {
    const { treefile } = await flatten({
      'manifest.yaml': 'repovars: {mirror: a}\ninclude: b.yaml',
      'b.yaml': 'repovars: {mirror: b, extra: c}',
    });
    expect(Object.fromEntries(treefile.repovars)).toEqual({ mirror: 'a', extra: 'c' });
  });
});
