import { createServer } from 'node:http';

const HTML = '<!DOCTYPE html>\n<html><head><title>Log in</title></head><body>Log in to go on.</body></html>\n';

export async function startJsonServer(reply, errorBody, behaviour) {
  const requests = [];
  const waiting = [];
  let now = { behaviour, left: Number.POSITIVE_INFINITY };

  const send = (response, status, headers, text) => {
    const body = Buffer.from(text);
    response.writeHead(status, { 'content-length': body.length, ...headers });
    response.end(body);
  };

  const answer = (request, response, { change = body => body, truncated = false } = {}) => {
    const { status, body, headers = {} } = reply(request);
    const text = typeof body === 'string' ? body : JSON.stringify(change(body));
    const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json';
    const sent = truncated ? text.slice(0, Math.floor(text.length / 2)) : text;
    send(response, status, { 'content-type': type, ...headers }, sent);
  };

  const misbehave = (told, request, response) => {
    switch (told.kind) {
      case 'status': {
        const { type, text } = errorBody(told.status);
        send(response, told.status, { 'content-type': type, ...told.headers }, told.body ?? text);
        return;
      }
      case 'html':
        send(response, 200, { 'content-type': 'text/html; charset=utf-8' }, HTML);
        return;
      case 'changed':
        answer(request, response, { change: told.change });
        return;
      case 'hold':
        told.until.then(() => answer(request, response));
        return;
      case 'truncated':
        answer(request, response, { truncated: true });
        return;
      case 'reset':
        response.socket?.destroy();
        return;
      default:
        throw new Error(`no such behaviour: ${told.kind}`);
    }
  };

  const server = createServer((incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const request = {
      path: decodeURIComponent(pathname),
      query: Object.fromEntries(searchParams),
      headers: incoming.headers,
    };
    requests.push(request);
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    if (now.behaviour && now.left > 0) {
      now.left--;
      misbehave(now.behaviour, request, response);
    } else {
      answer(request, response);
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    behave(told, times = Number.POSITIVE_INFINITY) {
      now = { behaviour: told, left: times };
    },
    arrived: (count = 1) =>
      new Promise(resolve => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
