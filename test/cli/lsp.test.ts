import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { CLI } from '../support/cli';

describe('lsp --stdio', () => {
  it('serves a client until it says goodbye', async () => {
    const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { stdio: 'pipe' });
    const closed = once(child, 'close');
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    const result = await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    expect(result).toMatchObject({ serverInfo: { name: 'manifest-lock' }, capabilities: { hoverProvider: true } });
    await connection.sendNotification('initialized', {});
    expect(await connection.sendRequest('shutdown')).toBeNull();
    await connection.sendNotification('exit');
    expect(await closed).toEqual([0, null]);
    connection.dispose();
  });
});
