import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ResponseReader, XmlRpcError } from '../../../server/koji/xmlrpc-decode';
import { XmlRpcDateTime } from '../../../server/koji/xmlrpc-value';
import { writeResponse } from '../../stand-ins/xml-rpc.mjs';
import { itPython } from '../../support/judges';
import { itShared, shared } from '../../support/shared';

function decodeResponse(xml: string) {
  const reader = new ResponseReader();
  reader.write(xml);
  return reader.end();
}

const response = (value: string): string =>
  `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value>${value}</value>\n</param>\n</params>\n</methodResponse>\n`;

function value(xml: string): unknown {
  const answer = decodeResponse(xml);
  if (answer.kind !== 'value') throw new Error(answer.message);
  return answer.value;
}

function failure(xml: string): string {
  try {
    decodeResponse(xml);
  } catch (error) {
    if (error instanceof XmlRpcError) return error.message;
    throw error;
  }
  return 'did not fail';
}

describe('values', () => {
  it.each<[string, unknown]>([
    ['<nil/>', null],
    ['<int>-5</int>', -5],
    ['<i4>+5</i4>', 5],
    ['<i8>4035629048</i8>', 4035629048],
    ['<i8>9223372036854775807</i8>', 9223372036854775807n],
    ['<i8>+9007199254740993</i8>', 9007199254740993n],
    ['<boolean>1</boolean>', true],
    ['<boolean>0</boolean>', false],
    ['<double>1600762342.404119</double>', 1600762342.404119],
    ['<double>-17900.0</double>', -17900],
    ['<double>1e-07</double>', 1e-7],
    ['<double>inf</double>', Number.POSITIVE_INFINITY],
    ['<string>a &lt;b&gt; &amp; &#233;</string>', 'a <b> & \u00e9'],
    ['<string/>', ''],
    ['untyped', 'untyped'],
    ['', ''],
    [' <![CDATA[<x>]]> ', ' <x> '],
    ['\n<int>5</int>\n', 5],
    ['<dateTime.iso8601>20241021T16:00:00</dateTime.iso8601>', new XmlRpcDateTime('20241021T16:00:00')],
    ['<base64>\nAP8=\n</base64>', new Uint8Array([0, 255])],
    ['<array><data>\n</data></array>', []],
    ['<array><data><value>a</value><value><nil/></value></data></array>', ['a', null]],
    ['<struct>\n</struct>', {}],
  ])('%s', (xml, expected) => {
    expect(value(response(xml))).toEqual(expected);
  });

  it('of a struct may have any name', () => {
    const member = (name: string, inner: string) => `<member><name>${name}</name><value>${inner}</value></member>`;
    const struct = value(response(`<struct>${member('__proto__', 'x')}${member('', '<nil/>')}</struct>`));
    expect(Object.entries(struct as object)).toEqual([
      ['__proto__', 'x'],
      ['', null],
    ]);
  });

  it('of a fault', () => {
    const members = ['faultCode', '<int>1000</int>', 'faultString', "<string>No such build: 'x'</string>"];
    const [code, number, text, words] = members;
    const xml = `<methodResponse><fault><value><struct><member><name>${code}</name><value>${number}</value></member><member><name>${text}</name><value>${words}</value></member></struct></value></fault></methodResponse>`;
    expect(decodeResponse(xml)).toEqual({ kind: 'fault', code: 1000, message: "No such build: 'x'" });
  });
});

it('come in pieces cut anywhere', () => {
  const xml = response('<array><data><value>a &amp; \ud83d\udce6</value><value><int>12</int></value></data></array>');
  for (let cut = 0; cut < xml.length; cut++) {
    const reader = new ResponseReader();
    reader.write(xml.slice(0, cut));
    reader.write(xml.slice(cut));
    expect(reader.end()).toEqual({ kind: 'value', value: ['a & \ud83d\udce6', 12] });
  }
});

describe('what is no answer', () => {
  const whole = response('<array><data><value><int>5</int></value></data></array>');
  it.each([
    ['', /root element/],
    [whole.slice(0, 90), /^line 5, column \d+: ends before <\/methodResponse>$/],
    ['{"error": 1}', /^line 1, column \d+: /],
    ['<html></html>', /^line 1, column 6: <html> instead of <methodResponse>$/],
    ['<!DOCTYPE x [<!ENTITY a "b">]><methodResponse/>', /a DTD \(<!DOCTYPE>\) is not accepted$/],
    ['<methodResponse></methodResponse>', /empty$/],
    [response('<int>5</int><int>6</int>'), /<int> has no place in <value>$/],
    [response('<int>5</int>x'), /text between elements: "x"$/],
    [response('x<int>5</int>'), /text between elements: "x"$/],
    [response('<int>five</int>'), /"five" is not of type int$/],
    [response('<boolean>yes</boolean>'), /"yes" is not of type boolean$/],
    [response('<double>1,5</double>'), /"1,5" is not of type double$/],
    [response('<base64>*</base64>'), /"\*" is not of type base64$/],
    [response('<dateTime.iso8601>today</dateTime.iso8601>'), /"today" is not of type dateTime.iso8601$/],
    [response('<decimal>5</decimal>'), /<decimal> has no place in <value>$/],
    [response('<array></array>'), /<array> without <data>$/],
    [response('<array><value>5</value></array>'), /<value> has no place in <array>$/],
    [response('<struct><member><value>5</value></member></struct>'), /<member> without <name>$/],
    [response('<struct><member><name>a</name></member></struct>'), /<member> without <value>$/],
    [response('&nbsp;'), /^line 5, column \d+: undefined entity/],
    ['<methodResponse><params></params></methodResponse>', /empty$/],
    ['<methodResponse><fault><value>no</value></fault></methodResponse>', /<fault> without faultCode and faultString$/],
    [response('5').replace('</param>', '</param><param><value>6</value></param>'), /more than one value$/],
    [response('<array><data><value>'.repeat(50)), /more than 128 levels of elements$/],
  ])('is refused: %#', (xml, message) => {
    expect(failure(xml)).toMatch(message);
  });
});

describe('recorded answers', () => {
  itShared('of listBuilds are what was asked for', () => {
    // counted and summed up by Python's reader
    for (const [file, rows, sum] of [
      ['listBuilds_response_11k.xml', 5, 8070749],
      ['listBuilds_response_69k.xml', 30, 51716441],
    ] as const) {
      const builds = value(readFileSync(shared(`data/api/koji/${file}`), 'utf8')) as Record<string, unknown>[];
      expect(builds).toHaveLength(rows);
      expect(builds.reduce((total, { build_id }) => total + Number(build_id), 0)).toBe(sum);
      for (const build of builds) expect(Object.keys(build)).toHaveLength(23);
    }
    const [first] = value(readFileSync(shared('data/api/koji/listBuilds_response_11k.xml'), 'utf8')) as unknown[];
    expect(first).toMatchObject({
      build_id: 1614194,
      completion_ts: 1600762342.404119,
      epoch: null,
      extra: {
        source: {
          original_url:
            'git+https://src.fedoraproject.org/rpms/python-requre.git#7a6f8a18bd00ceae08775ef78a0a5a1c7d434e5b',
        },
      },
      nvr: 'python-requre-0.4.0-1.fc31',
      state: 1,
    });
  });

  itShared('of all other calls come through as they are', () => {
    const calls = JSON.parse(readFileSync(shared('data/api/koji/pages_calls.json'), 'utf8')) as { result: unknown }[];
    expect(calls).toHaveLength(482);
    for (const { result } of calls) expect(value(writeResponse(result))).toEqual(result);
  });
});

itPython('what Python writes is read as it was meant', () => {
  const script = `
import datetime, sys, xmlrpc.client as x
value = [None, True, 1, -2.5, 1e22, 1e-7, 'caf\\u00e9 <&> ]]>', '', [], {}, {'a b': [{'': 'x'}]}, b'\\x00\\xff', datetime.datetime(2024, 10, 21, 16)]
sys.stdout.buffer.write(x.dumps((value,), methodresponse=True, allow_none=True).encode())`;
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(value(stdout)).toEqual([
    null,
    true,
    1,
    -2.5,
    1e22,
    1e-7,
    'caf\u00e9 <&> ]]>',
    '',
    [],
    {},
    { 'a b': [{ '': 'x' }] },
    new Uint8Array([0, 255]),
    new XmlRpcDateTime('20241021T16:00:00'),
  ]);
});
