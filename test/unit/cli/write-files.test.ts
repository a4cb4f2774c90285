import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignalSource } from '../../../server/cli/hold-signals';
import { previewFiles, writeFiles } from '../../../server/cli/write-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-write-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('writeFiles', () => {
  it('replaces the content and keeps the mode, and leaves nothing else behind', async () => {
    const path = file('a.yaml', 'packages: {}\n');
    chmodSync(path, 0o664);
    await writeFiles([{ path, before: 'packages: {}\n', after: 'packages:\n' }]);
    expect(readFileSync(path, 'utf8')).toBe('packages:\n');
    expect(statSync(path).mode & 0o777).toBe(0o664);
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  it('changes what a symbolic link leads to, and the link stays', async () => {
    mkdirSync(join(folder, 'real'));
    const target = file('real/a.yaml', 'old');
    const path = join(folder, 'a.yaml');
    symlinkSync('real/a.yaml', path);
    await writeFiles([{ path, before: 'old', after: 'new' }]);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readlinkSync(path)).toBe('real/a.yaml');
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(join(folder, 'real'))).toEqual(['a.yaml']);
  });

  it('keeps a byte order mark that reading took off, unless it is to go', async () => {
    const path = file('a.yaml', Buffer.from('\ufeffold'));
    await writeFiles([{ path, before: 'old', after: 'new' }]);
    expect(readFileSync(path)).toEqual(Buffer.from('\ufeffnew'));
    await writeFiles([{ path, before: 'new', after: 'newer', dropsMark: true }]);
    expect(readFileSync(path)).toEqual(Buffer.from('newer'));
  });

  it('says beforehand what it would write, byte for byte', async () => {
    const path = file('a.yaml', Buffer.from('\ufeffold'));
    const fresh = join(folder, 'b.yaml');
    const changes = [
      { path, before: 'old', after: 'new' },
      { path: fresh, before: undefined, after: 'new' },
    ];
    expect(await previewFiles(changes)).toEqual([
      { path, before: Buffer.from('\ufeffold'), after: Buffer.from('\ufeffnew') },
      { path: fresh, before: undefined, after: Buffer.from('new') },
    ]);
    expect(readdirSync(folder)).toEqual(['a.yaml']);
    await expect(previewFiles([{ path, before: 'other', after: 'new' }])).rejects.toThrow(
      `${path} was changed in the meantime: nothing is written`,
    );
  });

  it('writes none of the files when one was changed in the meantime', async () => {
    const first = file('a.yaml', 'a');
    const second = file('b.yaml', 'somebody else was here');
    const changes = [
      { path: first, before: 'a', after: 'A' },
      { path: second, before: 'b', after: 'B' },
    ];
    await expect(writeFiles(changes)).rejects.toThrow(`${second} was changed in the meantime: nothing is written`);
    expect(readFileSync(first, 'utf8')).toBe('a');
    expect(readFileSync(second, 'utf8')).toBe('somebody else was here');
    expect(readdirSync(folder)).toEqual(['a.yaml', 'b.yaml']);
  });

  it('names a file that is gone, and writes nothing', async () => {
    const first = file('a.yaml', 'a');
    const gone = join(folder, 'gone.yaml');
    const changes = [
      { path: first, before: 'a', after: 'A' },
      { path: gone, before: 'b', after: 'B' },
    ];
    await expect(writeFiles(changes)).rejects.toThrow(/^cannot write: ENOENT.*gone\.yaml/);
    expect(readFileSync(first, 'utf8')).toBe('a');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  it('writes nothing when it was interrupted before the first file is in place', async () => {
    const path = file('a.yaml', 'a');
    const killed: string[] = [];
    const source: SignalSource = {
      pid: 7,
      on: (signal, listener) => signal === 'SIGINT' && listener(signal),
      off: () => undefined,
      kill: (_, signal) => killed.push(signal),
    };
    await expect(writeFiles([{ path, before: 'a', after: 'A' }], { signals: source })).rejects.toThrow(
      'interrupted (SIGINT): nothing is written',
    );
    expect(readFileSync(path, 'utf8')).toBe('a');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
    expect(killed).toEqual(['SIGINT']);
  });

  it('makes a file that is not there yet, together with the others', async () => {
    const path = file('a.yaml', 'a');
    const fresh = join(folder, 'b.yaml');
    await writeFiles([
      { path: fresh, before: undefined, after: 'B' },
      { path, before: 'a', after: 'A' },
    ]);
    expect(readFileSync(fresh, 'utf8')).toBe('B');
    expect(readFileSync(path, 'utf8')).toBe('A');
    expect(statSync(fresh).mode & 0o777).toBe(0o666 & ~process.umask());
    expect(readdirSync(folder)).toEqual(['a.yaml', 'b.yaml']);
  });

  it('writes nothing over what has come there in the meantime, and takes back what it made', async () => {
    const path = file('a.yaml', 'a');
    const fresh = join(folder, 'b.yaml');
    const taken = file('c.yaml', 'somebody else was here');
    await expect(
      writeFiles([
        { path, before: 'a', after: 'A' },
        { path: fresh, before: undefined, after: 'B' },
        { path: taken, before: undefined, after: 'C' },
      ]),
    ).rejects.toThrow(`${taken} has come into being in the meantime: nothing is written`);
    expect(readFileSync(path, 'utf8')).toBe('a');
    expect(readFileSync(taken, 'utf8')).toBe('somebody else was here');
    expect(readdirSync(folder)).toEqual(['a.yaml', 'c.yaml']);
  });

  it('makes no file where a link leads to nothing', async () => {
    const path = join(folder, 'a.yaml');
    symlinkSync('gone.yaml', path);
    await expect(writeFiles([{ path, before: undefined, after: 'A' }])).rejects.toThrow('nothing is written');
    expect(readdirSync(folder)).toEqual(['a.yaml']);
  });

  // root may write everything
  it.skipIf(process.getuid?.() === 0)('leaves a read-only file alone, and the others with it', async () => {
    const first = file('a.yaml', 'a');
    const second = file('b.yaml', 'b');
    chmodSync(second, 0o444);
    const changes = [
      { path: first, before: 'a', after: 'A' },
      { path: second, before: 'b', after: 'B' },
    ];
    await expect(writeFiles(changes)).rejects.toThrow(/^cannot write: EACCES.*b\.yaml/);
    expect(readFileSync(first, 'utf8')).toBe('a');
    expect(readdirSync(folder)).toEqual(['a.yaml', 'b.yaml']);
  });
});
