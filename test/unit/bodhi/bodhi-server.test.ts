import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JsonServer, startBodhi, toUpdateBody } from '../../stand-ins/bodhi-server.mjs';

const SUDO = 'FEDORA-2024-f0fd63c638';
const VIM = 'FEDORA-2024-0123456789';
const DATA = {
  [SUDO]: { status: 'testing', release: 'F40', builds: [{ nvr: 'sudo-1.9.15-2.fc40' }] },
  [VIM]: { status: 'stable', release: 'F41', builds: [{ nvr: 'vim-9.1.1-1.fc41' }] },
};

let server: JsonServer;

beforeEach(async () => {
  server = await startBodhi(DATA);
});

afterEach(() => server.close());

async function get(
  path: string,
  accept = 'application/json',
): Promise<{ status: number; text: string; json: unknown }> {
  const response = await fetch(server.url + path, { headers: { accept }, redirect: 'manual' });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
}

const found = async (query: string): Promise<unknown> => {
  const { json } = await get(`/updates/?${query}`);
  return (json as { updates: { alias: string }[] }).updates.map(({ alias }) => alias);
};

// answers as in Bodhi's own tests (tests/services/test_updates.py) and validators
describe('the stand-in for Bodhi', () => {
  it('knows the filters', async () => {
    expect(await found('')).toEqual([SUDO, VIM]);
    expect(await found(`updateid=${VIM},${SUDO}`)).toEqual([SUDO, VIM]);
    expect(await found(`alias=${VIM}`)).toEqual([VIM]);
    expect(await found(`updateid=${VIM.toLowerCase()}`)).toEqual([]);
    expect(await found('builds=vim-9.1.1-1.fc41')).toEqual([VIM]);
    expect(await found('packages=vim%20none')).toEqual([VIM]);
    expect(await found('releases=f40')).toEqual([SUDO]);
    expect(await found('releases=41')).toEqual([VIM]);
    expect(await found('status=stable,obsolete')).toEqual([VIM]);
    // submitted at 16:00 and 15:00
    expect(await found('submitted_before=2024-10-21T16:00:00Z')).toEqual([VIM]);
    expect(await found('submitted_since=2024-10-21%2016:00:00')).toEqual([SUDO]);
  });

  it('pages', async () => {
    const { json } = await get('/updates/?rows_per_page=1&page=2');
    expect(json).toMatchObject({ page: 2, pages: 2, rows_per_page: 1, total: 2, updates: [{ alias: VIM }] });
    expect((await get('/updates/?rows_per_page=1001')).status).toBe(400);
    expect((await get('/releases/')).json).toMatchObject({
      rows_per_page: 20,
      releases: [{ name: 'F40' }, { name: 'F41' }],
    });
  });

  it('gives one update', async () => {
    const { status, json } = await get(`/updates/${VIM}`);
    expect([status, json]).toEqual([
      200,
      { update: toUpdateBody(VIM, DATA[VIM], 1), can_edit: false, ci_allowed: false },
    ]);
  });

  it('says errors as Cornice does', async () => {
    expect(await get('/updates/FEDORA-2024-aaaaaaaaaa')).toMatchObject({
      status: 404,
      json: { status: 'error', errors: [{ location: 'url', name: 'id', description: 'Invalid update id' }] },
    });
    expect(await get('/updates/?releases=WinXP')).toMatchObject({
      status: 400,
      json: {
        status: 'error',
        errors: [{ location: 'querystring', name: 'releases', description: 'Invalid releases specified: WinXP' }],
      },
    });
  });

  it('redirects the name of a package, and has web pages for who does not ask for JSON', async () => {
    expect((await get('/updates/sudo')).status).toBe(302);
    expect((await get('/updates/', 'text/html')).text).toMatch(/^<!DOCTYPE html>/);
  });

  it('has the hash that Bodhi makes of the builds', () => {
    // recorded for FEDORA-2020-0fdbc06f0b
    const builds = [{ nvr: 'python-requre-0.4.0-1.fc32' }];
    const body = toUpdateBody('FEDORA-2020-0fdbc06f0b', { status: 'stable', release: 'F32', builds });
    expect(body['version_hash']).toBe('3e009b91767727b83a2c3ea5c7aba244fed58d9b');
  });
});
