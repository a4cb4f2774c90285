import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttp } from '../../../server/http/create-http';

let proxy: Server;
let connections = 0;

beforeEach(async () => {
  connections = 0;
  proxy = createServer(socket => {
    connections++;
    socket.on('error', () => undefined);
    socket.once('data', () => socket.destroy());
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise(resolve => proxy.close(resolve)));

it('gives a proxy up that closes the connection on CONNECT', async () => {
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const http = createHttp({ version: '0', environment: { https_proxy: address } });
  try {
    const asked = http.fetch({ url: 'https://koji.example.org/kojihub', maxBytes: 1000 });
    await expect(asked).rejects.toMatchObject({
      kind: 'proxy',
      message: 'https://koji.example.org/kojihub: the proxy closed the connection',
    });
    expect(connections).toBe(1);
  } finally {
    await http.close();
  }
});
