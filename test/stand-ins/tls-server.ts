/** An https server on loopback with a certificate that nobody vouches for. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** `/down` redirects to plain http. Its certificate is self-signed. */
export async function startTls(): Promise<{ port: number; close(): void }> {
  const pem = readFileSync(join(__dirname, '../fixtures/tls/localhost.pem'));
  const secure = createServer({ key: pem, cert: pem }, (request, response) => {
    if (request.url === '/down') response.writeHead(302, { location: 'http://127.0.0.1/' });
    response.end('secure');
  });
  await new Promise<void>(resolve => secure.listen(0, '127.0.0.1', resolve));
  return {
    port: (secure.address() as AddressInfo).port,
    close: () => {
      secure.closeAllConnections();
      secure.close();
    },
  };
}
