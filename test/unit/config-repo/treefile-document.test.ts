import { describe, expect, it } from 'vitest';
import { parseTreefile } from '../../../server/config-repo/treefile-document';

function problems(text: string): string[] {
  return parseTreefile(text, 'manifest.yaml').problems.map(problem => problem.message);
}

describe('parseTreefile', () => {
  it('reads what a manifest says', () => {
    const { body, problems } = parseTreefile(
      [
        'variables: {stream: stable, prod: true, number: 5}',
        'releasever: 40',
        'repovars: {mirror: example.org}',
        'repos: [fedora]',
        'lockfile-repos: [pool]',
        'include: a.yaml',
        'arch-include: {s390x: [z.yaml]}',
        'packages: [nano nano-default-editor]',
        'packages-s390x: [s390utils-base]',
        'repo-packages: [{repo: fedora, packages: [kernel kernel-core]}]',
        'exclude-packages: [cowsay]',
        'recommends: false',
        'conditional-include:',
        '  - if: [prod == true, releasever >= 40]',
        '    include: [b.yaml, c.yaml]',
        '  - if: prod == true',
        '    include: {packages: [inline]}',
      ].join('\n'),
      'manifest.yaml',
    );
    expect(problems).toEqual([]);
    expect(Object.fromEntries(body.variables)).toEqual({ stream: 'stable', prod: true, number: 5 });
    expect(body.releasever).toEqual({ text: '40', value: 40 });
    expect(body.packages.map(item => item.name)).toEqual(['nano', 'nano-default-editor', 'kernel', 'kernel-core']);
    expect(body.archPackages.get('s390x')?.map(item => item.name)).toEqual(['s390utils-base']);
    expect(body.archInclude.get('s390x')?.map(item => item.value)).toEqual(['z.yaml']);
    expect(body.excludePackages).toEqual(['cowsay']);
    expect(body.conditionalInclude).toHaveLength(2);
    expect(body.conditionalInclude[0]?.conditions.map(item => item.condition)).toEqual([
      { variable: 'prod', operator: '==', value: true },
      { variable: 'releasever', operator: '>=', value: 40 },
    ]);
    expect(body.conditionalInclude[1]?.include).toMatchObject({ packages: [{ name: 'inline' }] });
  });

  it('reads JSON, nothing, and null', () => {
    const json = parseTreefile('{\n\t"packages": ["kernel"],\n\t"repos": null\n}\n', 'manifest.json');
    expect(json.problems).toEqual([]);
    expect(json.body.packages).toEqual([{ name: 'kernel', path: 'manifest.json', span: { start: 17, end: 23 } }]);
    expect(problems('')).toEqual([]);
    expect(problems('{}\n')).toEqual([]);
    expect(problems('packages:\n')).toEqual([]);
  });

  it.each([
    ['releasever: 41', '41', 41],
    ['releasever: "9.8"', '9.8', '9.8'],
    ["releasever: '041'", '041', '041'],
  ])('%s', (text, written, value) => {
    expect(parseTreefile(text, 'm').body.releasever).toEqual({ text: written, value });
  });

  it('keeps 9.10 as written where the quotes are missing, and says so', () => {
    const { body, problems } = parseTreefile('releasever: 9.10\n', 'manifest.yaml');
    expect(body.releasever?.text).toBe('9.10');
    expect(problems).toEqual([
      {
        path: 'manifest.yaml',
        span: { start: 12, end: 16 },
        message: `'releasever' must be a whole number or a string: write "9.10".`,
      },
    ]);
  });

  it.each([
    ['variables: {basearch: x86_64}', /^Variable 'basearch' is reserved/],
    ['variables: {stream: 4.17}', /^'variables.stream' must be a string, an unsigned integer or a boolean/],
    ['repovars: {releasever: "41"}', /^Repository variable 'releasever'/],
    ['releasever: true', /^'releasever' must be a whole number or a string/],
    ['packages: kernel', /^'packages' must be a list/],
    ['packages-s390x: {a: b}', /^'packages-s390x' must be a list/],
    ['conditional-include: [{if: a == 1}]', /needs both 'if' and 'include'/],
    ['conditional-include: [{if: deriving, include: a.yaml}]', /^Invalid condition 'deriving'/],
    ['conditional-include: [{if: 5, include: a.yaml}]', /\.if' must be a string/],
    ['conditional-include: [a.yaml]', /^'conditional-include' must be a map/],
    ['repos: [a]\nrepos: [b]', /^The key repos is there twice\.$/],
    ['repos: [a\n', /.+/],
  ])('reports %j once', (text, message) => {
    expect(problems(text)).toEqual([expect.stringMatching(message)]);
  });

  it('never lets an unreadable condition hold', () => {
    const { body } = parseTreefile(
      'conditional-include: [{if: [5], include: a.yaml}, {if: true, include: b.yaml}]',
      'm',
    );
    expect(body.conditionalInclude.map(item => item.conditions.map(({ condition }) => condition))).toEqual([
      [undefined],
      [undefined],
    ]);
  });

  it('reports what rpm-ostree ignores in an inline treefile', () => {
    const text =
      'conditional-include:\n- if: basearch == "x86_64"\n  include: {include: a.yaml, packages-x86_64: [b], packages: [c]}\n';
    const { body, problems } = parseTreefile(text, 'm');
    expect(problems.map(problem => [text.slice(problem.span?.start, problem.span?.end), problem.message])).toEqual([
      ['include', "rpm-ostree ignores 'include' in a treefile written inline."],
      ['packages-x86_64', "rpm-ostree ignores 'packages-x86_64' in a treefile written inline."],
    ]);
    expect(body.conditionalInclude[0]?.include).toMatchObject({ packages: [{ name: 'c' }], include: [] });
  });
});
