import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { argumentLine, withOwnArguments, withoutSnoozes } from '../../../../server/operations/promotion/adapt-lines';

// of fedora-coreos-config, and what only looks like it
const DENYLIST = `# This file documents currently known-to-fail kola tests.
- pattern: fcos.internet
  tracker: https://github.com/coreos/coreos-assembler/pull/1478
- pattern: ext.config.kdump.crash
  tracker: https://github.com/coreos/fedora-coreos-tracker/issues/1791
  snooze: 2024-10-14
  warn: true
  streams:
    - rawhide
- pattern: coreos.boot-mirror*
\tsnooze:\t2024-11-01\u0020\u0020
  # warn: true (disabled on promotion)
  snooze:
  snooze:2024-01-01
  snoozed: 2024-01-01
- snooze: 2024-01-01
  - warn: true
warn: true
  warn: \u0020
  warn: "ß" # why
\r  snooze: 2024-12-01\r
  snooze: 2024-12-02`;

const sedScript = 's/^(\\s+)((snooze:|warn:)\\s+.*)/\\1# \\2 (disabled on promotion)/';
const isGnu = (() => {
  try {
    return execFileSync('sed', ['--version'], { encoding: 'utf8', stdio: 'pipe' }).includes('GNU');
  } catch {
    return false;
  }
})();

describe('withoutSnoozes', () => {
  it('comments out snoozes and warnings', () => {
    const text = '- pattern: x\n  snooze: 2024-11-01\n  warn: true\n  streams: [next]\n';
    expect(withoutSnoozes(text)).toEqual({
      text: '- pattern: x\n  # snooze: 2024-11-01 (disabled on promotion)\n  # warn: true (disabled on promotion)\n  streams: [next]\n',
      lines: ['# snooze: 2024-11-01 (disabled on promotion)', '# warn: true (disabled on promotion)'],
    });
    expect(withoutSnoozes('- pattern: x\n')).toEqual({ text: '- pattern: x\n', lines: [] });
  });

  it.skipIf(!isGnu).each([DENYLIST, `${DENYLIST}\n`, '', '\n', '  warn: true', '  warn: true\n\n'])(
    'writes the bytes that sed writes (%#)',
    text => {
      const judged = execFileSync('sed', ['-E', sedScript], { input: text, encoding: 'utf8', env: { LC_ALL: 'C' } });
      expect(withoutSnoozes(text).text).toBe(judged);
    },
  );
});

describe('withOwnArguments', () => {
  const source =
    '# STREAM=x\nID=fedora\nSTREAM=testing-devel\nDESCRIPTION=Fedora CoreOS testing-devel\nVERSION=43\n STREAM=y\n';

  it('has the lines of the target', () => {
    const target = 'STREAM=old\nDESCRIPTION=Fedora CoreOS testing & more\nSTREAM=testing\n';
    const own = {
      STREAM: argumentLine(target, 'STREAM') ?? '',
      DESCRIPTION: argumentLine(target, 'DESCRIPTION') ?? '',
    };
    expect(withOwnArguments(source, own)).toEqual({
      text: '# STREAM=x\nID=fedora\nSTREAM=testing\nDESCRIPTION=Fedora CoreOS testing & more\nVERSION=43\n STREAM=y\n',
      lines: ['STREAM=testing', 'DESCRIPTION=Fedora CoreOS testing & more'],
    });
  });

  it('leaves what the target does not say, and what is the same', () => {
    expect(withOwnArguments(source, {})).toEqual({ text: source, lines: [] });
    expect(withOwnArguments(source, { STREAM: 'STREAM=testing-devel' }).lines).toEqual([]);
    expect(argumentLine('# STREAM=x\n STREAM=y\nSTREAMS=z\n', 'STREAM')).toBeUndefined();
  });
});
