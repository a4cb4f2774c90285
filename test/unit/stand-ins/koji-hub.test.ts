/** The stand-in against the recorded answers of real hubs, and against a client nobody here wrote. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KojiHub, startKojiHub } from '../../stand-ins/koji-hub.mjs';
import { itPython } from '../../support/judges';
import { describeShared, itShared, shared } from '../../support/shared';

let hub: KojiHub;

beforeAll(async () => {
  hub = await startKojiHub({
    'podman-5.2.5-1.fc41': {
      rows: [{ name: 'podman', version: '5.2.5', release: '1.fc41', arch: 'x86_64', epoch: 5 }],
      completion: '2024-10-18T13:28:00.5Z',
      changelog: [{ at: Date.UTC(2024, 9, 18), author: 'Packit <hello at example.com> - 5:5.2.5-1', text: '- <new>' }],
    },
  });
});

afterAll(() => hub.close());

async function call(method: string, param: string): Promise<string> {
  const body = `<?xml version='1.0'?><methodCall><methodName>${method}</methodName><params><param><value>${param}</value></param></params></methodCall>`;
  return (await fetch(hub.url, { method: 'POST', body })).text();
}

const NUMBER = '<int>2500001</int>';
const NVR = '<string>podman-5.2.5-1.fc41</string>';
const keyword = (name: string, value: string) =>
  `<struct><member><name>${name}</name><value>${value}</value></member><member><name>__starstar</name><value><boolean>1</boolean></value></member></struct>`;

/** Names of the first row's members, sorted, each with the element of its value. */
function members(xml: string): Record<string, string> {
  const row = /<struct>\n([\s\S]*?)<\/struct>\s*<\/value>\s*(?:<value>|<\/data>|<\/param>)/.exec(xml)?.[1] ?? '';
  const flat = row.replace(/<struct>[\s\S]*<\/struct>/, '<struct/>');
  return Object.fromEntries(
    [...flat.matchAll(/<name>([^<]+)<\/name>\s*<value><([^/>]+)/g)].map(([, name = '', type = '']) => [name, type]),
  );
}

describe('the answers', () => {
  it('of a hub that knows nothing of it', async () => {
    const fault = async (method: string, param: string) =>
      /<name>faultCode<\/name>\n<value><int>(\d+)<\/int><\/value>\n<\/member>\n<member>\n<name>faultString<\/name>\n<value><string>(.*)<\/string>/
        .exec(await call(method, param))
        ?.slice(1);
    expect(await fault('listBuildRPMs', '<string>podman-1-1.fc41</string>')).toEqual([
      '1000',
      "No such build: 'podman-1-1.fc41'",
    ]);
    expect(await fault('listTags', keyword('build', '<int>5</int>'))).toEqual(['1000', 'No such build: 5']);
    expect(await fault('getBuild', '<string>podman</string>')).toEqual(['1000', 'invalid format: podman']);
    expect(await fault('getBuilt', NVR)).toEqual(['1000', 'Invalid method: getBuilt']);
    expect(await call('getBuild', '<string>podman-1-1.fc41</string>')).toContain('<value><nil/></value>');
    expect(await call('listBuildRPMs', '<int>5</int>')).toContain('<array><data>\n</data></array>');
  });
});

describeShared('the form of the answers', () => {
  itShared('of listBuilds is that of koji.fedoraproject.org, and what has been added since', async () => {
    const real = members(readFileSync(shared('data/api/koji/listBuilds_response_11k.xml'), 'utf8'));
    const ours = members(await call('listBuilds', keyword('packageID', '<string>podman</string>')));
    expect(Object.keys(real)).toHaveLength(23);
    // null there, and a number here
    expect(ours).toMatchObject({ ...real, epoch: 'int', task_id: 'nil' });
  });

  itShared('has the members of the recorded calls', async () => {
    const calls = JSON.parse(readFileSync(shared('data/api/koji/pages_calls.json'), 'utf8')) as {
      method: string;
      result: unknown;
    }[];
    for (const [method, param] of [
      ['getBuild', NVR],
      ['listBuildRPMs', NVR],
      ['getRPM', '<string>podman-5.2.5-1.fc41.x86_64</string>'],
      ['listTags', keyword('build', NUMBER)],
      ['listBuilds', keyword('packageID', '<string>podman</string>')],
      ['getPackage', '<string>podman</string>'],
      ['getChangelogEntries', keyword('buildID', NUMBER)],
    ] as const) {
      const results = calls.filter(one => one.method === method).map(one => one.result);
      const row = results.flat().find(one => typeof one === 'object' && one !== null);
      expect(Object.keys(members(await call(method, param))).sort(), method).toEqual(Object.keys(row ?? {}).sort());
    }
  });

  itShared('follows the recorded order of the arguments of listTaggedRPMS', async () => {
    const api = JSON.parse(readFileSync(shared('data/api/koji/api.json'), 'utf8')) as {
      rpc: Record<string, { args: { name: string }[] }>;
    };
    const given: Record<string, string> = {
      tag: '<string>coreos-pool</string>',
      package: '<string>podman</string>',
      arch: '<array><data><value><string>x86_64</string></value></data></array>',
      latest: '<boolean>1</boolean>',
    };
    const rows = async (args: Record<string, string>): Promise<number> => {
      const params = (api.rpc['listTaggedRPMS']?.args ?? []).map(({ name }) => args[name] ?? '<nil/>');
      const xml = await call('listTaggedRPMS', params.join('</value></param><param><value>'));
      return [...xml.matchAll(/<name>buildroot_id</g)].length;
    };
    expect(await rows(given)).toBe(1);
    expect(await rows({ ...given, package: '<string>sudo</string>' })).toBe(0);
    expect(await rows({ ...given, arch: '<string>s390x</string>' })).toBe(0);
  });
});

itPython('are read by Python, and Python is understood', async () => {
  const script = `
import sys, xmlrpc.client
hub = xmlrpc.client.ServerProxy(sys.argv[1], allow_none=True)
print(hub.getBuild('podman-5.2.5-1.fc41')['completion_ts'])
print([t['name'] for t in hub.listTags({'build': 2500001, '__starstar': True})])
print([(s['rpm_id'], s['sigkey']) for s in hub.queryRPMSigs(38000001)])
print(hub.getChangelogEntries(2500001)[0]['text'])
multi = hub.multiCall([{'methodName': 'getRPM', 'params': ['podman-5.2.5-1.fc41.x86_64']}, {'methodName': 'listBuildRPMs', 'params': ['x-1-1']}])
print(multi[0][0]['size'], multi[1]['faultCode'], multi[1]['faultString'])
`;
  const { stdout } = await promisify(execFile)('python3', ['-c', script, hub.url]);
  expect(stdout.trim().split('\n')).toEqual([
    '1729258080.5',
    "['coreos-pool', 'f41-updates']",
    "[(38000001, ''), (38000001, 'a15b79cc')]",
    '- <new>',
    "4038000001 1000 No such build: 'x-1-1'",
  ]);
});
