import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIndex } from '../../../server/rpmmd/index-file';
import { type IndexJob, workerIndexer } from '../../../server/rpmmd/indexer';
import { COMPRESSED, PLAIN, packageXml, primaryXml } from '../../support/primary-xml';

let folder: string;
let workerFile: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'worker-indexer-'));
  workerFile = join(folder, 'index-worker.js');
  await build({
    entryPoints: [join(__dirname, '../../../server/rpmmd/index-worker.ts')],
    outfile: workerFile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
});
afterAll(() => rm(folder, { recursive: true }));

function job(name: string, data: Uint8Array = new Uint8Array(COMPRESSED.gz)): IndexJob {
  const outFile = join(folder, name, 'index');
  return { data, location: 'repodata/primary.xml.gz', openSize: undefined, checksum: 'sha256:1', outFile };
}

/** A worker that writes what it was given to write first, then does `rest`. */
async function otherWorker(name: string, rest: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(
    file,
    `const { mkdirSync, writeFileSync } = require('node:fs');
     const { dirname } = require('node:path');
     const { parentPort, workerData } = require('node:worker_threads');
     mkdirSync(dirname(workerData.temporaryFile), { recursive: true });
     writeFileSync(workerData.temporaryFile, 'half');
     ${rest}`,
  );
  return file;
}

describe('workerIndexer', () => {
  it('indexes', async () => {
    const built = job('good');
    expect(await workerIndexer(workerFile)(built)).toEqual({ packages: 2, milliseconds: expect.any(Number) });
    expect((await openIndex(built.outFile, { checksum: 'sha256:1' })).find('plain')).toEqual([PLAIN]);
    expect(await readdir(join(folder, 'good'))).toEqual(['index']);
  });

  it('takes data that owns its memory, copies data that shares it', async () => {
    const own = new Uint8Array(COMPRESSED.gz);
    await workerIndexer(workerFile)(job('own', own));
    expect(own.length).toBe(0);
    const shared = Buffer.concat([Buffer.from('xx'), COMPRESSED.gz]).subarray(2);
    await workerIndexer(workerFile)(job('shared', shared));
    expect(shared.equals(COMPRESSED.gz)).toBe(true);
  });

  it('brings errors back as they were', async () => {
    const run = workerIndexer(workerFile);
    await expect(run(job('truncated', COMPRESSED.gz.subarray(0, 400)))).rejects.toMatchObject({
      name: 'MetadataError',
      kind: 'truncated',
      message: 'primary.xml.gz: ends inside its gz stream',
    });
    const dtd = Buffer.from('<!DOCTYPE metadata><metadata/>');
    await expect(run({ ...job('dtd', dtd), location: 'primary.xml' })).rejects.toMatchObject({
      name: 'MetadataError',
      kind: 'malformed',
      message: expect.stringContaining('a DTD (<!DOCTYPE>) is not accepted'),
    });
    await writeFile(join(folder, 'in-the-way'), '');
    await expect(run(job('in-the-way'))).rejects.toThrow(/in-the-way/);
  });

  it('runs no more at once than it may, and all in the end', async () => {
    // [alive now, most alive, may go on]
    const shared = new SharedArrayBuffer(12);
    const state = new Int32Array(shared);
    const waiting = await otherWorker(
      'waiting.js',
      `require('node:fs').rmSync(workerData.temporaryFile);
       const state = new Int32Array(workerData.job.shared);
       const now = Atomics.add(state, 0, 1) + 1;
       if (now > Atomics.load(state, 1)) Atomics.store(state, 1, now);
       Atomics.wait(state, 2, 0);
       Atomics.sub(state, 0, 1);
       parentPort.postMessage({ result: { packages: 1, milliseconds: 1 } });`,
    );
    const run = workerIndexer(waiting, 2);
    const running = Promise.all(Array.from({ length: 6 }, (_, i) => run({ ...job(`many${i}`), shared } as IndexJob)));
    await expect.poll(() => state[0]).toBe(2);
    Atomics.store(state, 2, 1);
    Atomics.notify(state, 2);
    expect((await running).map(result => result.packages)).toEqual([1, 1, 1, 1, 1, 1]);
    expect([...state]).toEqual([0, 2, 1]);
  });

  it('ends the worker when aborted, and leaves nothing behind', async () => {
    const hanging = await otherWorker('hanging.js', 'setInterval(() => undefined, 1000);');
    const abort = new AbortController();
    const running = workerIndexer(hanging)(job('hanging'), abort.signal);
    await expect.poll(() => readdir(join(folder, 'hanging')).catch(() => [])).toHaveLength(1);
    abort.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expect(await readdir(join(folder, 'hanging'))).toEqual([]);
  });

  it('gives up a place in the queue when aborted, and the others move on', async () => {
    const hanging = await otherWorker('hanging2.js', 'setInterval(() => undefined, 1000);');
    const run = workerIndexer(hanging);
    const first = new AbortController();
    const second = new AbortController();
    const third = new AbortController();
    const running = run(job('first'), first.signal);
    const waiting = run(job('second'), second.signal);
    const last = run(job('third'), third.signal);
    second.abort(new Error('second no more'));
    await expect(waiting).rejects.toThrow('second no more');
    first.abort(new Error('first no more'));
    await expect(running).rejects.toThrow('first no more');
    await expect.poll(() => readdir(join(folder, 'third')).catch(() => [])).toHaveLength(1);
    third.abort(new Error('third no more'));
    await expect(last).rejects.toThrow('third no more');
    await expect(run(job('fourth'), AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  });

  it('reports a worker that dies, and leaves nothing behind', async () => {
    const dying = await otherWorker('dying.js', 'process.exit(3);');
    await expect(workerIndexer(dying)(job('dying'))).rejects.toThrow('the indexing worker ended with code 3');
    expect(await readdir(join(folder, 'dying'))).toEqual([]);
    const throwing = await otherWorker('throwing.js', "throw new Error('boom');");
    await expect(workerIndexer(throwing)(job('throwing'))).rejects.toThrow('boom');
    await expect(workerIndexer(join(folder, 'not-there.js'))(job('none'))).rejects.toThrow('not-there.js');
  });

  it('does not let one bad repository take all memory', async () => {
    const many = Array.from({ length: 400 }, (_, i) => packageXml({ name: `<name>n${i}</name>` })).join('');
    const xml = Buffer.from(primaryXml(many, 400));
    expect(await workerIndexer(workerFile)({ ...job('memory', xml), location: 'primary.xml' })).toMatchObject({
      packages: 400,
    });
    const greedy = await otherWorker('greedy.js', 'const all = []; for (;;) all.push(new Array(1e6).fill({}));');
    await expect(workerIndexer(greedy)(job('greedy'))).rejects.toMatchObject({ code: 'ERR_WORKER_OUT_OF_MEMORY' });
  });
});
