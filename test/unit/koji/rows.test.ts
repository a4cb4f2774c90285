import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createKoji } from '../../../server/koji/create-koji';
import type { Koji } from '../../../server/koji/koji';
import { toBuild, toRpm } from '../../../server/koji/rows';
import { writeValue } from '../../stand-ins/xml-rpc.mjs';
import { NO_STORE } from '../../support/no-store';
import { describeShared, itShared, shared } from '../../support/shared';

/** A hub that answers any multiCall with these results, each the text of a `<value>`. */
function hubOf(...results: string[]): Koji {
  const list = (inner: string) => `<value><array><data>${inner}</data></array></value>`;
  const xml = `<?xml version='1.0'?>\n<methodResponse><params><param>${list(results.map(list).join(''))}</param></params></methodResponse>`;
  const fetch = async () => ({ status: 200, headers: {}, body: Buffer.from(xml), url: 'https://koji.test/kojihub' });
  return createKoji({ url: 'https://koji.test/kojihub', fetch, store: NO_STORE, now: () => 0 });
}

describe('rows', () => {
  const row = { name: 'kernel', version: '6.11.4', release: '301.fc41', epoch: null };

  it('of a build that never ended', () => {
    const build = {
      ...row,
      build_id: 5,
      nvr: 'kernel-6.11.4-301.fc41',
      state: 0,
      owner_name: null,
      completion_ts: null,
    };
    expect(toBuild(build)).toEqual({
      ...row,
      id: 5,
      nvr: 'kernel-6.11.4-301.fc41',
      state: 'building',
      owner: undefined,
      completed: undefined,
    });
  });

  it('of an RPM of an external repository are of no build', () => {
    expect(toRpm({ ...row, id: 7, arch: 'x86_64', build_id: null })).toBeUndefined();
    expect(toRpm({ ...row, id: 7, arch: 'x86_64', build_id: 5 })).toEqual({
      ...row,
      id: 7,
      arch: 'x86_64',
      buildId: 5,
    });
  });

  it.each([
    [{ epoch: '1' }, 'epoch = "1" where number was expected'],
    [{ epoch: -1 }, 'epoch = -1 where >=0 was expected'],
    [{ arch: null }, 'arch = null where string was expected'],
    [{ name: undefined }, 'without name'],
    [{ release: '1\nevil: true' }, 'release = "1\\u000aevil: true" where a plain name was expected'],
    [{ version: '../..' }, 'version = "../.." where a plain name was expected'],
  ])('that are not as they should be: %j', async (change, words) => {
    const wrong: Record<string, unknown> = { ...row, id: 7, arch: 'x86_64', build_id: 5, ...change };
    const sent = Object.fromEntries(Object.entries(wrong).filter(([, value]) => value !== undefined));
    await expect(hubOf(writeValue(sent)).rpms(['kernel-6.11.4-301.fc41.x86_64'])).rejects.toThrow(
      `https://koji.test/kojihub: getRPM "kernel-6.11.4-301.fc41.x86_64" answered ${words}`,
    );
  });
});

describeShared('recorded answers are read without a complaint', () => {
  interface RecordedCall {
    readonly method: string;
    readonly args: readonly unknown[];
    readonly kwargs: Readonly<Record<string, unknown>>;
    readonly result: unknown;
  }
  const recorded = (...methods: string[]): RecordedCall[] =>
    (JSON.parse(readFileSync(shared('data/api/koji/pages_calls.json'), 'utf8')) as RecordedCall[]).filter(
      ({ method }) => methods.includes(method),
    );
  const lists = (...methods: string[]): unknown[][] =>
    recorded(...methods).flatMap(({ result }) => (Array.isArray(result) ? [result] : []));

  itShared('listBuilds of koji.fedoraproject.org', async () => {
    for (const [file, count, newest] of [
      ['listBuilds_response_11k.xml', 5, 'python-requre-0.4.0-1.fc31'],
      ['listBuilds_response_69k.xml', 30, undefined],
    ] as const) {
      const xml = readFileSync(shared(`data/api/koji/${file}`), 'utf8');
      const rows = xml.slice(xml.indexOf('<value>'), xml.lastIndexOf('</value>') + '</value>'.length);
      const { value } = await hubOf('<value><int>31141</int></value>', rows).buildsOf('python-requre', 100);
      expect(value).toHaveLength(count);
      if (newest === undefined) continue;
      expect(value?.[0]).toEqual({
        id: 1614194,
        nvr: newest,
        name: 'python-requre',
        version: '0.4.0',
        release: '1.fc31',
        epoch: null,
        state: 'complete',
        owner: 'jscotka',
        completed: Date.UTC(2020, 8, 22, 8, 12, 22, 404),
      });
    }
  });

  itShared('getBuild', async () => {
    const calls = recorded('getBuild');
    expect(calls).toHaveLength(8);
    for (const { args, result } of calls) {
      const id = Number(args[0]);
      const build = (await hubOf(writeValue(result)).builds([id])).get(id)?.value;
      expect(build).toMatchObject({ id, nvr: (result as { nvr: string }).nvr });
    }
    const koji = calls.find(({ args }) => args[0] === 628);
    expect((await hubOf(writeValue(koji?.result)).builds([628])).get(628)?.value).toMatchObject({
      nvr: 'koji-1.21.0-17.el6_10',
      state: 'complete',
      owner: 'mikem',
      completed: Date.UTC(2023, 10, 28, 12, 11, 56, 986),
    });
  });

  itShared('listBuilds', async () => {
    const all = lists('listBuilds');
    expect(all.length).toBeGreaterThan(10);
    for (const rows of all) {
      expect((await hubOf(writeValue(1), writeValue(rows)).buildsOf('x', 100)).value).toHaveLength(rows.length);
    }
  });

  itShared('listBuildRPMs and getRPM', async () => {
    const builds = recorded('listBuildRPMs');
    expect(builds).toHaveLength(4);
    for (const { args, result } of builds) {
      const id = Number(args[0]);
      const answers = await hubOf(writeValue({ state: 1 }), writeValue(result)).rpmsOfBuilds([id]);
      expect(answers.get(id)?.value).toHaveLength((result as unknown[]).length);
    }
    for (const { result } of recorded('getRPM')) {
      const answers = await hubOf(writeValue(result)).rpms(['koji-1.21.0-17.el6_10.noarch']);
      expect(answers.get('koji-1.21.0-17.el6_10.noarch')?.value).toEqual({
        id: 6608,
        name: 'koji',
        version: '1.21.0',
        release: '17.el6_10',
        epoch: null,
        arch: 'noarch',
        buildId: 628,
      });
    }
  });

  itShared('listTags and getChangelogEntries', async () => {
    for (const rows of lists('listTags')) {
      expect((await hubOf(writeValue(rows)).tags([628])).get(628)?.value).toHaveLength(rows.length);
    }
    const changelogs = lists('getChangelogEntries');
    for (const rows of changelogs) {
      expect((await hubOf(writeValue(rows)).changelog(628)).value).toHaveLength(rows.length);
    }
    expect((await hubOf(writeValue(changelogs[0])).changelog(628)).value[0]).toEqual({
      at: Date.UTC(2023, 10, 28, 12),
      author: 'Koji User <koji at example.com> - 1.21-17',
      text: '- PR#3948: fix arg passing in exclusiveSession',
    });
  });
});
