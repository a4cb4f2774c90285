/** Connections to a proxy that asks for tunnels. */
import { type Dispatcher, Pool } from './undici';

/** A proxy that closes the connection instead of answering CONNECT. */
class ProxyClosedError extends Error {
  readonly code = 'PROXY_CLOSED';
}

/** undici takes a connection that was closed for one to open again at once, without end: here the request fails. */
export class ProxyPool extends Pool {
  override async connect(options: Parameters<Pool['connect']>[0]): Promise<Dispatcher.ConnectData> {
    try {
      return await super.connect(options);
    } catch (error) {
      const closed = error instanceof Error && 'code' in error && error.code === 'UND_ERR_SOCKET';
      throw closed ? new ProxyClosedError('the proxy closed the connection', { cause: error }) : error;
    }
  }
}
