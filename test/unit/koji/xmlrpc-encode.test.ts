import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { encodeCall, keywords } from '../../../server/koji/xmlrpc-encode';
import { XmlRpcDateTime } from '../../../server/koji/xmlrpc-value';
import { itPython } from '../../support/judges';

/** The one parameter's element. */
const encoded = (value: Parameters<typeof encodeCall>[1][number]): string =>
  /<param><value>(.*)<\/value><\/param>/s.exec(encodeCall('x', [value]))?.[1] ?? '';

/** What Python's own reader makes of a call: `repr` of method and parameters. */
function python(xml: string): string {
  const script =
    'import sys, xmlrpc.client as x; p, m = x.loads(sys.stdin.buffer.read(), use_builtin_types=True); print(m, ascii(p))';
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: xml, encoding: 'utf8' });
  return stdout.trim() || stderr;
}

describe('a call', () => {
  it('is a methodCall with its parameters', () => {
    expect(encodeCall('getBuild', ['bash-5.2.37-1.fc41', true])).toBe(
      '<?xml version="1.0"?>\n<methodCall><methodName>getBuild</methodName><params>' +
        '<param><value><string>bash-5.2.37-1.fc41</string></value></param>' +
        '<param><value><boolean>1</boolean></value></param></params></methodCall>\n',
    );
  });

  it('takes keyword arguments as a struct marked __starstar', () => {
    expect(keywords({ build: 5 })).toEqual({ build: 5, __starstar: true });
  });

  it.each([
    [null, '<nil/>'],
    [0, '<int>0</int>'],
    [-0, '<int>0</int>'],
    [2147483647, '<int>2147483647</int>'],
    [2147483648, '<i8>2147483648</i8>'],
    [-2147483648, '<int>-2147483648</int>'],
    [-2147483649, '<i8>-2147483649</i8>'],
    [2n ** 63n - 1n, '<i8>9223372036854775807</i8>'],
    [1600762342.404119, '<double>1600762342.404119</double>'],
    [1e300, '<double>1e+300</double>'],
    ['a<b>&]]>\r\n', '<string>a&lt;b&gt;&amp;]]&gt;&#13;\n</string>'],
    [[], '<array><data></data></array>'],
    [
      { a: [1] },
      '<struct><member><name>a</name><value><array><data><value><int>1</int></value></data></array></value></member></struct>',
    ],
    [new XmlRpcDateTime('20241021T16:00:00'), '<dateTime.iso8601>20241021T16:00:00</dateTime.iso8601>'],
    [new Uint8Array([0, 255]), '<base64>AP8=</base64>'],
  ])('writes %s as %s', (value, xml) => {
    expect(encoded(value)).toBe(xml);
  });

  it.each([
    ['sudo\u0000', 'sudo\ufffd'],
    ['\ud800x', '\ufffdx'],
    ['\uffff\u001b', '\ufffd\ufffd'],
    ['tab\tand \ud83d\udce6', 'tab\tand \ud83d\udce6'],
  ])('replaces what XML cannot carry: %#', (text, sent) => {
    expect(encoded(text)).toBe(`<string>${sent}</string>`);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2n ** 63n])('has no form for %s', value => {
    expect(() => encodeCall('x', [value])).toThrow(RangeError);
  });
});

itPython('is read by Python as it was meant', () => {
  const xml = encodeCall('multiCall', [
    [
      { methodName: 'getRPM', params: ['zlib-ng-compat-2.2.2-1.fc41.x86_64'] },
      { methodName: 'listTags', params: [keywords({ build: 2571438 })] },
    ],
    null,
    -5,
    4000000000,
    0.1,
    'caf\u00e9 <&> \r\n \ud83d\udce6',
    false,
    { nested: { '': [[], {}] } },
    new Uint8Array([1, 2]),
    new XmlRpcDateTime('20241021T16:00:00'),
  ]);
  expect(python(xml)).toBe(
    "multiCall ([{'methodName': 'getRPM', 'params': ['zlib-ng-compat-2.2.2-1.fc41.x86_64']}, " +
      "{'methodName': 'listTags', 'params': [{'build': 2571438, '__starstar': True}]}], None, -5, 4000000000, 0.1, " +
      "'caf\\xe9 <&> \\r\\n \\U0001f4e6', False, {'nested': {'': [[], {}]}}, " +
      "b'\\x01\\x02', datetime.datetime(2024, 10, 21, 16, 0))",
  );
});
