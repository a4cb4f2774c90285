import { describe, expect, it } from 'vitest';
import { parseLockfileName } from '../../../server/lockfile/name';
import { checkFile, checkFileWithIgnored } from '../../../server/rules/check';
import type { Rule } from '../../../server/rules/rule';
import { contextOf, OVERRIDES } from './support';

const rule = (code: string, severity: Rule['severity'], ...starts: number[]): Rule => ({
  code,
  severity,
  description: '',
  documentation: '',
  data: ['F'],
  *check() {
    for (const start of starts) yield { span: { start, end: start + 1 }, message: `${code} at ${start}` };
  },
});
const broken: Rule = {
  ...rule('broken', 'hint'),
  *check() {
    yield { span: { start: 3, end: 4 }, message: 'before the failure' };
    throw new TypeError('map is undefined');
  },
};
const context = contextOf(OVERRIDES, 'packages: {}\n');

function run(rules: readonly Rule[], options: Partial<Parameters<typeof checkFile>[1]> = {}): string[] {
  return checkFile(context, { severity: {}, rules, ...options }).map(({ code, severity, span, message }) => {
    return `${severity} ${code} ${span.start}: ${message}`;
  });
}

const BASE = 'manifest-lock.x86_64.json';

describe('a lockfile that is not wholly known', () => {
  const around: Rule = { ...rule('around', 'warning', 0), data: ['B'] };
  const both: Rule = { ...rule('both', 'warning', 0), data: ['F', 'R'] };
  const codes = (path: string, text: string, files: Record<string, string>, unread: readonly string[] = []) => {
    const made = contextOf(path, text, { files });
    const lockfiles = unread.flatMap(name => {
      const known = parseLockfileName(name);
      return known ? [{ path: name, name: known }] : [];
    });
    const repo = made.repo && { ...made.repo, config: { ...made.repo.config, lockfiles } };
    return checkFile({ ...made, repo }, { severity: {}, rules: [around, both] }).map(({ code }) => code);
  };

  it('silences what compares, in the other files', () => {
    const whole = '{"packages": {}}';
    const broken = '{"packages": {"sudo": {';
    expect(codes(OVERRIDES, 'packages: {}\n', { [BASE]: whole })).toEqual(['around', 'both']);
    expect(codes(OVERRIDES, 'packages: {}\n', { [BASE]: broken })).toEqual(['both']);
    expect(codes(BASE, `\n${broken}`, { [OVERRIDES]: 'packages: {}\n' })).toEqual(['around', 'both']);
    expect(codes(OVERRIDES, 'packages: {}\n', { [BASE]: whole }, [BASE, OVERRIDES])).toEqual(['around', 'both']);
    expect(codes(OVERRIDES, 'packages: {}\n', {}, [BASE])).toEqual(['both']);
    expect(codes(OVERRIDES, 'packages: {}\n', {}, ['manifest-lock.generated.x86_64.json'])).toEqual(['around', 'both']);
  });
});

describe('checkFile', () => {
  it('gives findings in file order, of one place by code', () => {
    expect(run([rule('b', 'error', 5, 2), rule('a', 'hint', 5)])).toEqual([
      'error b 2: b at 2',
      'hint a 5: a at 5',
      'error b 5: b at 5',
    ]);
  });

  it('lets the settings win over the rule and over its findings', () => {
    const own: Rule = {
      ...rule('own', 'error'),
      *check() {
        yield { span: { start: 0, end: 1 }, message: 'x', severity: 'info' };
      },
    };
    expect(run([own])).toEqual(['info own 0: x']);
    expect(run([own], { severity: { own: 'warning' } })).toEqual(['warning own 0: x']);
    expect(run([own], { severity: { own: 'off' } })).toEqual([]);
  });

  it('runs the named rules alone, those that are off by default included', () => {
    const rules = [rule('a', 'error', 0), rule('quiet', 'off', 1)];
    expect(run(rules)).toEqual(['error a 0: a at 0']);
    expect(run(rules, { only: new Set(['quiet']) })).toEqual(['info quiet 1: quiet at 1']);
    expect(run(rules, { only: new Set(['quiet']), severity: { quiet: 'off' } })).toEqual([]);
    expect(run(rules, { severity: { quiet: 'hint' } })).toHaveLength(2);
  });

  it('says nothing else of a line that does not parse', () => {
    const typing = contextOf(OVERRIDES, 'packages:\n  podman:\n    evr: 5.2\n  b\n');
    const found = checkFile(typing, { severity: {} });
    expect(found.map(({ code }) => code)).toEqual(['missing-type', 'version-not-string', 'syntax']);
  });

  it('reports a rule that throws and keeps the others', () => {
    expect(run([broken, rule('a', 'error', 9)])).toEqual([
      'error internal-error 0: The rule broken failed on this file, which is a defect of Manifest Lock: TypeError: map is undefined',
      'hint broken 3: before the failure',
      'error a 9: a at 9',
    ]);
  });

  it("lets the repository's own file win over the settings", () => {
    const around = { files: {}, settings: { severity: { a: 'info', b: 'off' } as const } };
    const context = contextOf(OVERRIDES, 'packages: {}\n', around);
    const rules = [rule('a', 'error', 0), rule('b', 'error', 1), rule('c', 'error', 2)];
    const found = checkFile(context, { severity: { a: 'hint', b: 'hint', c: 'hint' }, rules });
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['info a', 'hint c']);
  });

  it('tells one mistake once: what only follows from it is left out, of that package', () => {
    const about = (code: string, ...names: string[]): Rule => ({
      ...rule(code, 'warning'),
      *check() {
        for (const name of names) yield { span: { start: 0, end: 1 }, message: name, package: name };
      },
    });
    const cause: Rule = { ...about('cause', 'podman'), supersedes: ['effect'] };
    expect(run([about('effect', 'podman', 'runc'), cause])).toEqual([
      'warning cause 0: podman',
      'warning effect 0: runc',
    ]);
    expect(run([about('effect', 'podman'), { ...cause, severity: 'off' }])).toEqual(['warning effect 0: podman']);
  });

  it('keeps silenced findings apart', () => {
    const text = 'packages:\n  # manifest-lock: ignore a kept for fcc#1671\n  podman: {}\n  crun: {}\n';
    const ignore = {
      rule: 'b',
      packages: undefined,
      files: undefined,
      reason: 'in the list',
      span: { start: 0, end: 0 },
    };
    const context = contextOf(OVERRIDES, text, { files: {}, settings: { ignore: [ignore] } });
    const [podman, crun] = [text.indexOf('podman'), text.indexOf('crun')];
    const rules = [rule('b', 'error', crun), rule('a', 'error', crun, podman)];
    expect(checkFile(context, { severity: {}, rules }).map(({ message }) => message)).toEqual([`a at ${crun}`]);
    const { findings, ignored } = checkFileWithIgnored(context, { severity: {}, rules });
    expect(findings.map(({ message }) => message)).toEqual([`a at ${crun}`]);
    expect(ignored.map(({ finding, reason }) => `${finding.severity} ${finding.message}: ${reason}`)).toEqual([
      `error a at ${podman}: kept for fcc#1671`,
      `error b at ${crun}: in the list`,
    ]);
  });
});
