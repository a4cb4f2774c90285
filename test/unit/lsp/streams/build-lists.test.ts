import { afterEach, expect, it } from 'vitest';
import { CancellationToken } from 'vscode-languageserver';
import { createBuilds } from '../../../../server/builds/create-builds';
import { createHttp } from '../../../../server/http/create-http';
import { BuildLists } from '../../../../server/lsp/streams/build-lists';
import { type BuildServer, startBuildServer } from '../../../stand-ins/build-server.mjs';
import { NO_STORE } from '../../../support/no-store';

const http = createHttp({ version: '1.2.3', sleep: () => Promise.resolve() });
let server: BuildServer | undefined;

afterEach(async () => {
  await server?.close();
});

const ids = ['9', '8', '7', '6', '5', '4'].map(day => `40.2024100${day}.3.0`);

async function builds(behaviour?: Parameters<typeof startBuildServer>[1]) {
  const stable = { builds: ids.map(id => ({ id, arches: ['x86_64', 'aarch64'] })) };
  server = await startBuildServer({ stable }, behaviour);
  return createBuilds({ url: server.url, fetch: http.fetch, store: NO_STORE, now: () => 0 });
}

it('has the newest five of each stream, and nothing of one without builds', async () => {
  const lists = new BuildLists();
  const { choices, problems } = await lists.within(['stable', 'nosuch'], await builds(), CancellationToken.None);
  expect(choices.map(({ spec }) => spec)).toEqual(ids.slice(0, 5).map(id => `build:stable/${id}`));
  expect(choices[0]).toEqual({
    spec: 'build:stable/40.20241009.3.0',
    label: 'stable 40.20241009.3.0',
    group: 'build',
    detail: 'x86_64, aarch64',
  });
  expect(problems).toEqual([]);
});

it('does not wait where nobody asks it to, and tells when they have come', async () => {
  const lists = new BuildLists();
  const service = await builds();
  let told = 0;
  const found = await new Promise<string>(resolve => {
    const { choices } = lists.known(['stable'], service, () => {
      told++;
      resolve('told');
    });
    expect(choices).toEqual([]);
  });
  expect([found, lists.known(['stable'], service, () => expect.unreachable()).choices.length, told]).toEqual([
    'told',
    5,
    1,
  ]);
});

it('says why there are none', async () => {
  const lists = new BuildLists();
  const { choices, problems } = await lists.within(
    ['stable', 'testing'],
    await builds({ kind: 'status', status: 500 }),
    CancellationToken.None,
  );
  expect(choices).toEqual([]);
  expect(problems.join(' ')).toMatch(/^Builds are not listed: .*500/);
});
