import { describe, expect, it } from 'vitest';
import { readReleases, readUpdates } from '../../../server/bodhi/read-records';
import { toUpdateBody } from '../../stand-ins/bodhi-server.mjs';

const SUDO = 'FEDORA-2024-f0fd63c638';
const VIM = 'FEDORA-2024-0123456789';

const body = (alias: string, nvr: string, more: object = {}): object => ({
  ...toUpdateBody(alias, { status: 'stable', release: 'F40', builds: [{ nvr }] }),
  ...more,
});

describe('readUpdates', () => {
  it('reads what is as it should be, and names what is not by its alias, with its builds', () => {
    const records = [body(SUDO, 'sudo-1.9.15-2.fc40', { karma: '3' }), body(VIM, 'vim-9.1.1-1.fc40')];
    const { rows, unread } = readUpdates(records, 1);
    expect(rows.map(({ alias }) => alias)).toEqual([VIM]);
    expect(unread).toEqual([
      {
        name: SUDO,
        builds: ['sudo-1.9.15-2.fc40'],
        message: `${SUDO}: karma is "3", where number was expected`,
      },
    ]);
  });

  it.each([
    ['no alias', body(SUDO, 'sudo-1.9.15-2.fc40', { alias: null }), undefined, ['sudo-1.9.15-2.fc40']],
    ['an alias of Bodhi 5', { updateid: SUDO, builds: [{ nvr: 'sudo-1.9.15-2.fc40' }] }, SUDO, ['sudo-1.9.15-2.fc40']],
    ['an odd alias', body(`${SUDO}\n  type: pin`, 'sudo-1.9.15-2.fc40'), undefined, ['sudo-1.9.15-2.fc40']],
    ['an odd build', body(SUDO, '../sudo'), SUDO, undefined],
    ['nothing in it', null, undefined, undefined],
    ['another type', 'gone', undefined, undefined],
  ])('says of a record with %s as much as can be read', (_, record, name, builds) => {
    const { rows, unread } = readUpdates([record], 2);
    expect(rows).toEqual([]);
    expect(unread).toMatchObject([{ name, builds }]);
    expect(unread[0]?.message.startsWith(`${name ?? 'updates.0 of page 2'}: `)).toBe(true);
  });
});

it('readReleases names a release, or where it stands', () => {
  const good = { name: 'F40', version: '40', dist_tag: 'f40', state: 'current' };
  const { rows, unread } = readReleases([{ ...good, state: null }, good, 5], 3);
  expect(rows).toEqual([good]);
  expect(unread.map(({ message }) => message)).toEqual([
    'F40: state is null, where string was expected',
    'releases.2 of page 3: the record is 5, where Object was expected',
  ]);
});
