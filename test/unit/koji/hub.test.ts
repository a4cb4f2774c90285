import { describe, expect, it } from 'vitest';
import { HttpError, type HttpRequest } from '../../../server/http/http';
import { Hub } from '../../../server/koji/hub';
import { KojiError } from '../../../server/koji/koji';
import { readCall, writeFault, writeResponse } from '../../stand-ins/xml-rpc.mjs';

const CALLS = [
  { method: 'getBuild', params: ['sudo-1.9.15-5.p5.fc41'] },
  { method: 'listTags', params: [{ build: 5, __starstar: true }] },
];
const URL = 'https://someone:secret@koji.test/kojihub';

function hub(body: string | Buffer | Error, headers: Record<string, string> = {}, sent: HttpRequest[] = []): Hub {
  return new Hub(URL, async request => {
    sent.push(request);
    if (body instanceof Error) throw body;
    return { status: 200, headers, body: Buffer.from(body as string), url: URL };
  });
}

const ask = (asked: Hub) => asked.ask(CALLS, new AbortController().signal);

describe('a multiCall', () => {
  it('asks everything in one POST of XML', async () => {
    const sent: HttpRequest[] = [];
    await ask(hub(writeResponse([[null], [[]]]), {}, sent));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ url: URL, method: 'POST', headers: { 'content-type': 'text/xml' } });
    expect(readCall(sent[0]?.body ?? '')).toEqual({
      method: 'multiCall',
      params: [CALLS.map(({ method, params }) => ({ methodName: method, params }))],
    });
  });

  it('has an outcome for each call', async () => {
    const fault = { faultCode: 1000, faultString: 'No such build: 5', traceback: ['Traceback\n'] };
    expect(await ask(hub(writeResponse([[null], fault])))).toEqual([
      { kind: 'value', value: null },
      { kind: 'fault', code: 1000, message: 'No such build: 5' },
    ]);
  });

  const page = '\n<HTML><body>502</body></HTML>';
  it.each<[string, Parameters<typeof hub>, string]>([
    ['a fault', [writeFault(1014, 'server is offline')], ': server is offline (fault 1014)'],
    ['a fault without words', [writeFault(1, '')], ': the hub failed (fault 1)'],
    ['a fault with control characters', [writeFault(1, 'a\u0085\u009b31mb')], ': a\\u0085\\u009b31mb (fault 1)'],
    ['too few results', [writeResponse([[1]])], ': multiCall answered 2 calls with 1 results'],
    ['no list', [writeResponse(5)], ': multiCall answered with something else than results and faults'],
    [
      'results in pairs',
      [writeResponse([[1, 2], [1]])],
      ': multiCall answered with something else than results and faults',
    ],
    ['a web page', [page], ' answered with a web page instead of XML-RPC'],
    [
      'a web page by its type',
      ['<a/>', { 'content-type': 'text/html' }],
      ' answered with a web page instead of XML-RPC',
    ],
    ['nothing', [''], ': not a whole XML-RPC answer (line 1, column 0: document must contain a root element)'],
    ['Latin 1', [Buffer.from([0x3c, 0xe9])], ': the answer is not UTF-8'],
  ])('answered by %s', async (_, answer, words) => {
    const failure = ask(hub(...answer));
    await expect(failure).rejects.toThrow(`https://someone:***@koji.test/kojihub${words}`);
    await expect(failure).rejects.toBeInstanceOf(KojiError);
  });

  it('that cannot be sent says why, and keeps the cause', async () => {
    const cause = new HttpError('connect', URL, 'https://koji.test/kojihub: host not found');
    await expect(ask(hub(cause))).rejects.toMatchObject({ name: 'KojiError', message: cause.message, cause });
  });

  it('does not hide a defect', async () => {
    await expect(ask(hub(new TypeError('x is undefined')))).rejects.toThrow(TypeError);
  });
});
