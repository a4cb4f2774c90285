/**
 * The parts of undici that are used. Its index pulls in its fetch, cache, WebSocket and mocks as well: 535 KB of a
 * minified bundle instead of 305. package.json pins the exact version, since these paths are not promised to stay.
 */
import connect from 'undici/lib/api/api-connect.js';
import request from 'undici/lib/api/api-request.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';

// as its index does; the proxy agent calls `connect`
Object.assign(Dispatcher.prototype, { connect, request });

export { type Dispatcher, EnvHttpProxyAgent, Pool };
