import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { plainName } from '../../../server/http/plain-name';

describe('plainName', () => {
  it.each([
    'koji-1.21.0-17.el6_10,draft_627',
    'rust-libc+default-devel',
    'java-1.8.0-openjdk',
    '6.11.0~rc7^20240912git',
    'FEDORA-EPEL-NEXT-2022-0123456789',
    '40.20241019.3.0',
    'nodejs-8-20180816123422.c2c572ec',
    'fake-"1.1"-29MYDISTTAG',
  ])('is %s', name => expect(v.is(plainName, name)).toBe(true));

  it.each([
    '',
    '.',
    '..',
    '../../etc',
    'a b',
    'a\n',
    '\u009b31m',
    'a\u202e',
    'a\u00a0b',
    'a/b',
    'a\\b',
    'a'.repeat(257),
  ])('is not %j', name => expect(v.is(plainName, name)).toBe(false));
});
