import { describe, expect, it } from 'vitest';
import { HttpError } from '../../../server/http/http';
import { failureOf, isFresh, isLeftAlone, mayShow } from '../../../server/rpmmd/manners';
import { parseRepoFile } from '../../../server/rpmmd/repo-file';
import type { RepositoryRequest } from '../../../server/rpmmd/repositories';
import { sourceOf } from '../../../server/rpmmd/repository-source';

const HOUR = 3_600_000;

function request(section: string, role: 'repo' | 'pool' = 'repo'): RepositoryRequest {
  const [config] = parseRepoFile(section, 'test.repo').configs;
  if (!config) throw new Error('no section');
  return { config, role, variables: { releasever: '40', basearch: 'x86_64', arch: 'x86_64' } };
}

const fresh = (section: string, age: number, role?: 'pool'): boolean => {
  const asked = request(section, role);
  return isFresh(asked, sourceOf(asked), 1_000_000, 1_000_000 + age);
};

describe('isFresh', () => {
  it('updates and the pool for 6 hours, others for 48, or as the .repo file says', () => {
    expect(fresh('[fedora-updates]\nbaseurl=https://h/', 6 * HOUR - 1)).toBe(true);
    expect(fresh('[fedora-updates]\nbaseurl=https://h/', 6 * HOUR)).toBe(false);
    expect(fresh('[coreos]\nbaseurl=https://h/', 6 * HOUR, 'pool')).toBe(false);
    expect(fresh('[fedora]\nbaseurl=https://h/', 48 * HOUR - 1)).toBe(true);
    expect(fresh('[fedora]\nbaseurl=https://h/', 48 * HOUR)).toBe(false);
    expect(fresh('[fedora]\nbaseurl=https://h/\nmetadata_expire=1h', HOUR)).toBe(false);
  });

  it('nothing from the future, and nothing on disk', () => {
    expect(fresh('[fedora]\nbaseurl=https://h/', -1)).toBe(false);
    expect(fresh('[fedora]\nbaseurl=file:///srv/', 1)).toBe(false);
  });
});

describe('failures', () => {
  const source = sourceOf(request('[fedora]\nbaseurl=https://h/'));

  it('name the repository, on one line', () => {
    expect(failureOf(source, new Error('a\nb'), 5)).toEqual({
      message: 'fedora x86_64: a\\u000ab',
      status: 'failed',
      at: 5,
      gate: false,
    });
  });

  it('are left alone for a minute, but for those of a switch that may be turned', () => {
    const failure = failureOf(source, new Error('x'), 0);
    expect(isLeftAlone(failure, 59_999)).toBe(true);
    expect(isLeftAlone(failure, 60_000)).toBe(false);
    expect(isLeftAlone(undefined, 0)).toBe(false);
    const off = failureOf(source, new HttpError('network-off', 'https://h/', 'off'), 0);
    expect(off).toMatchObject({ status: 'missing', gate: true });
    expect(isLeftAlone(off, 1)).toBe(false);
  });
});

it('mayShow: nothing of this disk without trust', () => {
  expect(mayShow(sourceOf(request('[a]\nbaseurl=file:///srv/')), false)).toBe(false);
  expect(mayShow(sourceOf(request('[a]\nbaseurl=file:///srv/')), true)).toBe(true);
  expect(mayShow(sourceOf(request('[a]\nbaseurl=https://h/')), false)).toBe(true);
});
