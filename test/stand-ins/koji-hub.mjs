// A Koji hub on loopback: answers XML-RPC as the real one does, counts what it is asked, and misbehaves as told.
import { createServer } from 'node:http';
import { Fault, hubMethods } from './koji-hub-methods.mjs';
import { readCall, writeFault, writeResponse } from './xml-rpc.mjs';

const PAGE = '<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><p>Please log in</p></body></html>\n';

export async function startKojiHub(data, initial) {
  const methods = hubMethods(data);
  const requests = [];
  let behaviour = initial;
  let left = initial ? Number.POSITIVE_INFINITY : 0;
  const waiting = [];

  function dispatch(method, params) {
    if (method === 'multiCall' || method === 'system.multicall') return params[0].map(multiCalled);
    if (behaving()?.kind === 'fault-calls' && JSON.stringify(params).includes(behaviour.only ?? '')) {
      throw new Fault(behaviour.code ?? 1000, behaviour.message);
    }
    const known = methods[method];
    if (!known) throw new Fault(1000, `Invalid method: ${method}`);
    const last = params.at(-1);
    const named = typeof last === 'object' && last !== null && last.__starstar === true ? last : undefined;
    const positional = named ? params.slice(0, -1) : params;
    const given = Object.fromEntries(positional.map((value, index) => [known.names[index], value]));
    const result = known.run({ ...given, ...named });
    return behaving()?.kind === 'wrong-types' ? wrongTypes(result) : result;
  }

  function multiCalled({ methodName, params }) {
    try {
      return [dispatch(methodName, params)];
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const traceback = ['Traceback (most recent call last):\n', `koji.GenericError: ${error.message}\n`];
      return { faultCode: error.code, faultString: error.message, traceback };
    }
  }

  const behaving = () => (left > 0 ? behaviour : undefined);

  /** The answer to a call as XML. */
  function answer(call) {
    try {
      if (behaving()?.kind === 'fault') throw new Fault(behaviour.code ?? 1000, behaviour.message);
      return writeResponse(dispatch(call.method, call.params));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return writeFault(error.code, error.message);
    }
  }

  function send(response, status, body, headers = {}) {
    const type = 'content-type' in headers ? {} : { 'content-type': 'text/xml' };
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...type, ...headers });
    response.end(body);
  }

  async function respond(request, response, body) {
    if (request.method !== 'POST') {
      const text = 'Method Not Allowed\nThis is an XML-RPC server. Only POST requests are accepted.\n';
      return send(response, 405, text, { allow: 'POST', 'content-type': 'text/plain' });
    }
    let call;
    try {
      call = readCall(body);
    } catch (error) {
      return send(response, 400, `Invalid request: ${error.message}\n`, { 'content-type': 'text/plain' });
    }
    const multi = call.method === 'multiCall';
    const calls = multi
      ? call.params[0].map(({ methodName, params }) => ({ method: methodName, params }))
      : [{ method: call.method, params: call.params }];
    requests.push({ path: request.url, headers: request.headers, body, calls });
    // those who want more requests wait again
    for (const wake of waiting.splice(0)) wake();
    const now = behaving();
    switch (now?.kind) {
      case 'status':
        send(response, now.status, `<html><body>${now.status}</body></html>\n`, {
          'content-type': 'text/html',
          ...now.headers,
        });
        break;
      case 'html':
        send(response, 200, PAGE, { 'content-type': 'text/html; charset=utf-8' });
        break;
      case 'body':
        send(response, 200, now.body);
        break;
      case 'reset':
        request.socket.destroy();
        break;
      case 'truncated': {
        const whole = Buffer.from(answer(call));
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(whole.subarray(0, Math.floor(whole.length / 2)));
        break;
      }
      case 'hold':
        left--;
        await now.until;
        send(response, 200, answer(call));
        return undefined;
      default:
        send(response, 200, answer(call));
    }
    if (now) left--;
    return undefined;
  }

  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => respond(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/kojihub`,
    requests,
    behave(next, times = Number.POSITIVE_INFINITY) {
      behaviour = next;
      left = next ? times : 0;
    },
    arrived(count = 1) {
      return new Promise(resolve => {
        const check = () => (requests.length >= count ? resolve() : waiting.push(check));
        check();
      });
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The same with numbers as texts and texts as numbers. */
function wrongTypes(value) {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.map(wrongTypes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, wrongTypes(member)]));
}
