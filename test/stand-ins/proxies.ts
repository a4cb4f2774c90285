/** Proxies on loopback that pass on what they are asked for, and note it. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';

/** Answers CONNECT and absolute-form requests, and notes them. */
export async function startProxy(): Promise<{ port: number; seen: string[]; close(): void }> {
  const seen: string[] = [];
  const proxy = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('from the proxy');
  });
  proxy.on('connect', (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => end.destroy());
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    seen,
    close: () => {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

/** RFC 1928 without authentication, for IPv4 addresses. */
export async function startSocks(): Promise<{ port: number; seen: number[]; close(): void }> {
  const seen: number[] = [];
  const socks = createServer(client => {
    client.on('error', () => client.destroy());
    client.once('data', greeting => {
      if (greeting[0] !== 5) {
        client.destroy();
        return;
      }
      client.write(Buffer.from([5, 0]));
      client.once('data', asked => {
        const port = asked.readUInt16BE(8);
        seen.push(port);
        const target = connect(port, [...asked.subarray(4, 8)].join('.'), () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          target.pipe(client).pipe(target);
        });
        target.on('error', () => target.destroy());
      });
    });
  });
  await new Promise<void>(resolve => socks.listen(0, '127.0.0.1', resolve));
  return { port: (socks.address() as AddressInfo).port, seen, close: () => socks.close() };
}
