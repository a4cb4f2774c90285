import { describe, expect, it } from 'vitest';
import { commaList, type Definition, oneOf, parseCommandLine, splitSubcommand } from '../../../server/cli/args';

const OPTIONS = {
  to: { type: 'string', argument: 'EVR', help: '' },
  all: { type: 'boolean', short: 'a', help: '' },
  reason: { type: 'string', short: 'r', mayBeEmpty: true, help: '' },
  'dry-run': { type: 'boolean', help: '' },
  'dry-wash': { type: 'boolean', help: '' },
} as const;
const definition: Definition<typeof OPTIONS> = { name: 'x', summary: '', usage: [''], options: OPTIONS };
const parse = (...argv: string[]) => parseCommandLine(definition, argv);

describe('parseCommandLine', () => {
  it('reads options in any order, with and without =', () => {
    expect(parse('podman', '--to', '5:5.2.5-1.fc40', '-a')).toEqual({
      values: { to: '5:5.2.5-1.fc40', all: true },
      positionals: ['podman'],
    });
    expect(parse('--to=1-1', 'podman')).toEqual({ values: { to: '1-1' }, positionals: ['podman'] });
  });

  it('completes names that are cut short, where one alone can be meant', () => {
    expect(parse('--al', '--rea=x', '--dry-r', '--', '--al')).toEqual({
      values: { all: true, reason: 'x', 'dry-run': true },
      positionals: ['--al'],
    });
    expect(parse('--rea', 'x')).toEqual({ values: { reason: 'x' }, positionals: [] });
    expect(() => parse('--dry')).toThrow('unknown option --dry');
  });

  it('takes a value that is empty where that says something', () => {
    expect(parse('-r', '')).toEqual({ values: { reason: '' }, positionals: [] });
    expect(parse('--reason=')).toEqual({ values: { reason: '' }, positionals: [] });
    expect(parse('-rhttps://x')).toEqual({ values: { reason: 'https://x' }, positionals: [] });
  });

  it('takes what follows -- as arguments', () => {
    expect(parse('--all', '--', '--to')).toEqual({ values: { all: true }, positionals: ['--to'] });
  });

  it.each([
    [['--too', '1'], 'unknown option --too'],
    [['-z'], 'unknown option -z'],
    [['--toString'], 'unknown option --toString'],
    [['--to'], '--to needs a value: --to EVR'],
    [['--to='], '--to needs a value: --to EVR'],
    [['--to', '--all'], '--to needs a value: --to EVR'],
    [['--all=1'], '--all takes no value'],
    [['-a', '--all'], '--all is given twice'],
  ])('refuses %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });
});

describe('splitSubcommand', () => {
  it.each([
    [['check', '--offline', 'a.yaml'], 'check', ['--offline', 'a.yaml']],
    [['--repo', 'x', 'check', 'a.yaml'], 'check', ['--repo', 'x', 'a.yaml']],
    [['--offline', 'check'], 'check', ['--offline']],
    [['--version'], undefined, ['--version']],
    [[], undefined, []],
  ])('%j', (argv, name, rest) => {
    expect(splitSubcommand(argv)).toEqual({ name, rest });
  });
});

describe('values', () => {
  it('are one of a few words', () => {
    expect(oneOf('--format', undefined, ['text', 'json'], 'text')).toBe('text');
    expect(oneOf('--format', 'json', ['text', 'json'], 'text')).toBe('json');
    expect(() => oneOf('--format', 'xml', ['text', 'json'], 'text')).toThrow(
      '--format must be text or json, not "xml"',
    );
  });

  it('are lists, each part once', () => {
    expect(commaList('--only', undefined)).toBeUndefined();
    expect(commaList('--only', 'a, b,a')).toEqual(['a', 'b']);
    expect(() => commaList('--only', 'a,')).toThrow('--only: empty entry in "a,"');
  });
});
