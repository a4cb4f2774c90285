import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { HttpError, type HttpFetch, type HttpRequest } from '../../../server/http/http';
import { findJson, getJson, type JsonService, statusOf } from '../../../server/http/json-service';

const URL_OF_IT = 'https://service.example/list?page=1';
const schema = v.object({ rows: v.array(v.object({ name: v.string(), state: v.picklist(['on', 'off']) })) });

class ServiceError extends Error {}

function service(fetch: HttpFetch): JsonService {
  return { name: 'The service', fetch, failure: (message, options) => new ServiceError(message, options) };
}

const answering = (body: string | Buffer): JsonService =>
  service(async ({ url }) => ({ status: 200, headers: {}, body: Buffer.from(body), url }));

const failing = (status: number): JsonService =>
  service(({ url }) => Promise.reject(new HttpError('status', url, `${url}: ${status} Words`, status)));

const request = { url: URL_OF_IT, schema, maxBytes: 1000 };

async function message(of: Promise<unknown>): Promise<string> {
  const error: unknown = await of.then(
    () => new Error('did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServiceError)) throw error;
  return error.message;
}

describe('getJson', () => {
  it('asks for JSON and gives what is read of it, and its text', async () => {
    const seen: HttpRequest[] = [];
    const text = '{"rows":[{"name":"a","state":"on","more":1}],"total":1}';
    const answer = await getJson(
      service(async one => {
        seen.push(one);
        return { status: 200, headers: {}, body: Buffer.from(text), url: one.url };
      }),
      request,
    );
    expect(answer).toEqual({ value: { rows: [{ name: 'a', state: 'on' }] }, text });
    expect(seen.map(({ url, headers, maxBytes }) => [url, headers, maxBytes])).toEqual([
      [URL_OF_IT, { accept: 'application/json' }, 1000],
    ]);
  });

  it('reads what came compressed, up to the same limit', async () => {
    const text = '{"rows":[]}';
    expect((await getJson(answering(gzipSync(text)), request)).text).toBe(text);
    expect(await message(getJson(answering(gzipSync(' '.repeat(2000))), request))).toContain('is not JSON');
  });

  const start = `The service answered with something else than it should: ${URL_OF_IT}: `;
  it.each([
    ['<!DOCTYPE html>\n<html>', 'an HTML page came instead of JSON (a login or error page?)'],
    [' \n<html lang="en">', 'an HTML page came instead of JSON (a login or error page?)'],
    ['', 'an empty answer came instead of JSON'],
    ['{"rows":[{"name":', 'what came is not JSON, or cut short (Unexpected end of JSON input)'],
    [
      Buffer.from([0x22, 0xff, 0x22]),
      'what came is not JSON, or cut short (The encoded data was not valid for encoding utf-8)',
    ],
    ['{"rows":[{"name":"a","state":"on"},{"name":5,"state":"on"}]}', 'rows.1.name is 5, where string was expected'],
    ['{"rows":[{"name":"a","state":"lost"}]}', 'rows.0.state is "lost", where ("on" | "off") was expected'],
    ['{"rows":[{"state":"on"}]}', 'rows.0.name is missing'],
    ['{"rows":null}', 'rows is null, where Array was expected'],
    ['[]', 'rows is missing'],
    ['null', 'the answer is null, where Object was expected'],
    [
      '{"status":"error","errors":[{"location":"querystring","name":"releases","description":"Invalid releases specified: WinXP"}]}',
      'an error: releases: Invalid releases specified: WinXP',
    ],
    [
      `{"rows":[{"name":"a","state":"\\u001b[2J${'x'.repeat(200)}"}]}`,
      `rows.0.state is "\\u001b[2J${'x'.repeat(75)}..., where ("on" | "off") was expected`,
    ],
  ])('says what came: %j', async (body, words) => {
    expect(await message(getJson(answering(body), request))).toBe(start + words);
  });

  it('says why it could not be asked, without the whole of a long address', async () => {
    const url = `https://user:secret@service.example/?builds=${'x'.repeat(300)}`;
    const failed = service(one =>
      Promise.reject(new HttpError('status', one.url, `${one.url}: 503 Service Unavailable`, 503)),
    );
    expect(await message(getJson(failed, { ...request, url }))).toBe(
      `The service cannot be asked: https://user:***@service.example/?builds=${'x'.repeat(119)}...: 503 Service Unavailable`,
    );
  });

  it('rejects with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('closed');
    const cut = service(({ url }) => {
      controller.abort(reason);
      return Promise.reject(new HttpError('aborted', url, `${url}: cancelled`));
    });
    await expect(getJson(cut, { ...request, signal: controller.signal })).rejects.toBe(reason);
    await expect(getJson(answering('{"rows":[]}'), { ...request, signal: controller.signal })).rejects.toBe(reason);
  });

  it('lets errors of the program through', async () => {
    const broken = service(() => Promise.reject(new TypeError('a bug')));
    await expect(getJson(broken, request)).rejects.toThrow(TypeError);
  });
});

describe('findJson', () => {
  it('takes only the given statuses for absence', async () => {
    expect(await findJson(failing(404), request, [404])).toBeUndefined();
    expect(await message(findJson(failing(403), request, [404]))).toContain('403 Words');
    expect((await findJson(answering('{"rows":[]}'), request, [404]))?.value).toEqual({ rows: [] });
  });
});

it('statusOf finds the status behind an error of a service', async () => {
  const error: unknown = await getJson(failing(400), request).catch((reason: unknown) => reason);
  expect(statusOf(error)).toBe(400);
  expect(statusOf(new Error('other'))).toBeUndefined();
});
