import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createHttp, type Http } from '../../../server/http/create-http';
import type { HttpLogEntry } from '../../../server/http/http';

let http: Http;
let slept: number[];
let log: HttpLogEntry[];

const seen: string[] = [];
/** Answers to come, in order; 200 with the question as answer once they are used up. */
const answers: { status: number; headers: Record<string, string> }[] = [];
const echo = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const { 'content-type': type, 'content-length': length } = request.headers;
    seen.push(`${request.method} ${request.url} ${type} ${length} ${body}`);
    const { status, headers } = answers.shift() ?? { status: 200, headers: {} };
    response.writeHead(status, headers).end(body);
  });
});
let url: string;
const post = () =>
  http.fetch({ url, method: 'POST', body: '<a>\u00e9</a>', headers: { 'content-type': 'text/xml' }, maxBytes: 100 });

beforeAll(async () => {
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}/hub`;
});
afterAll(() => new Promise<void>(resolve => echo.close(() => resolve())));
beforeEach(() => {
  seen.length = 0;
  answers.length = 0;
  slept = [];
  log = [];
  http = createHttp({
    version: '1.2.3',
    random: () => 1,
    sleep: async milliseconds => {
      slept.push(milliseconds);
    },
    log: entry => log.push(entry),
  });
});
afterEach(() => http.close());

it('a POST carries its body as UTF-8 with its length, and the log names it', async () => {
  expect((await post()).body.toString()).toBe('<a>\u00e9</a>');
  expect(seen).toEqual(['POST /hub text/xml 9 <a>\u00e9</a>']);
  expect(log).toMatchObject([{ method: 'POST', url, status: 200, bytes: 9 }]);
});

it('a POST is asked again where the failure may pass, and waits as told', async () => {
  answers.push({ status: 429, headers: { 'retry-after': '2' } }, { status: 502, headers: {} });
  expect((await post()).status).toBe(200);
  expect(slept).toEqual([2000, 1000]);
  expect(seen).toEqual(Array(3).fill('POST /hub text/xml 9 <a>\u00e9</a>'));
});

it.each([307, 308])('a POST goes on with method and body after %d', async status => {
  answers.push({ status, headers: { location: '/moved' } });
  expect((await post()).url).toBe(url.replace('/hub', '/moved'));
  expect(seen[1]).toBe('POST /moved text/xml 9 <a>\u00e9</a>');
});

it.each([
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [303, 'See Other'],
])('a POST does not follow %d, which would make a GET of it', async (status, words) => {
  answers.push({ status, headers: { location: 'https://user:secret@login.test/' } });
  await expect(post()).rejects.toMatchObject({
    kind: 'status',
    status,
    message: `${url}: ${status} ${words}, a redirect to https://user:***@login.test/ that a POST cannot follow`,
  });
  expect(seen).toHaveLength(1);
});
