// What a suite in the extension host can have done outside of it: the page used as a user does, stand-ins for services told to misbehave.
import { createServer } from 'node:http';

/**
 * Listens on loopback; `POST /` with `{"call": ["quickInput", "choose"], "args": ["podman"]}` answers `{"value": ...}` or `{"error": "..."}`.
 * @param {Record<string, object>} objects by name, whose own and inherited methods may be called; more can be added while it runs
 */
export async function startRemote(objects) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', async () => {
      const answer = await answerTo(objects, Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    objects,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(objects, body) {
  try {
    const { call, args } = JSON.parse(body);
    const [name, method] = call;
    if (!Object.hasOwn(objects, name)) throw new Error(`there is no ${name} here`);
    const value = await objects[name][method](...args);
    return value === undefined ? {} : { value };
  } catch (error) {
    return { error: error.message };
  }
}
