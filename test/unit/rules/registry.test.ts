import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../server/rules/registry';

describe('the registry', () => {
  it('names each rule once, each with a file and a test of its name', () => {
    expect(new Set(RULES.map(({ code }) => code)).size).toBe(RULES.length);
    for (const { code } of RULES) {
      expect(existsSync(join(__dirname, `../../../server/rules/${code}.ts`)), code).toBe(true);
      expect(existsSync(join(__dirname, `${code}.test.ts`)), code).toBe(true);
    }
  });

  it('has the codes and severities that were designed', () => {
    expect(RULES.map(({ code, severity, data }) => `${code} ${severity} ${data.join('')}`)).toEqual([
      'syntax error F',
      'unknown-key error F',
      'missing-packages error F',
      'missing-version error F',
      'conflicting-version error F',
      'version-not-string error F',
      'malformed-version error F',
      'zero-epoch hint F',
      'arch-mismatch warning FR',
      'duplicate-key error F',
      'invalid-digest error F',
      'unknown-type warning F',
      'missing-type hint F',
      'missing-reason error F',
      'missing-bodhi info FD',
      'invalid-url warning F',
      'comment-lost off F',
      'invalid-ignore warning F',
      'unread-file warning R',
      'missing-epoch warning RM',
      'not-locked warning R',
      'arch-specific warning R',
      'same-as-base hint RB',
      'shadowed info R',
      'split-source warning RMK',
      'dist-mismatch warning R',
      'arch-drift hint R',
      'not-in-base-lock warning R',
      'hermeto-drift warning R',
      'stream-downgrade warning B',
      'lowered warning B',
      'dropped-override warning B',
      'skipped-stream warning B',
      'lost-on-promotion info B',
      'newer-available hint M',
      'not-available warning M',
      'graduated info MR',
      'held-back hint M',
      'unknown-build error K',
      'deleted-build warning K',
      'not-tagged warning K',
      'unsigned warning K',
      'wrong-update warning D',
      'obsolete-update warning D',
      'stale-pin info BMD',
    ]);
  });

  it('describes every rule in one line and a paragraph', () => {
    for (const { code, description, documentation } of RULES) {
      expect(description, code).toMatch(/^[^\n]{10,120}\.$/);
      expect(documentation.length, code).toBeGreaterThan(150);
    }
  });
});
