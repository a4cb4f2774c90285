import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DiskAnswersOptions, diskAnswers } from '../../../server/http/disk-answers';

const DAY = 86_400_000;
const NOW = Date.UTC(2024, 9, 21, 16);
/** sha256 of `koji a` */
const FILE = '11b8655a0e978d6e902c1c34d62aa9d105c7f9ccd90e3e5d894210d6865eeea1.json';

let root: string;
let folder: string;
let errors: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'answers-'));
  folder = join(root, 'not', 'there', 'yet');
  errors = [];
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const open = (options: Partial<DiskAnswersOptions> = {}) =>
  diskAnswers({ folder, onError: message => errors.push(message), now: () => NOW, ...options });

const onlyFile = async () => join(folder, (await readdir(folder))[0] ?? '');

describe('answers on disk', () => {
  it('are there for the next run, each with its age', async () => {
    await open().write('koji a', { value: { nvr: 'sudo-1.9.15-5.p5.fc41', epoch: null }, at: 5 });
    await open().write('koji b', { value: undefined, at: 6 });
    const later = open();
    expect(await later.read('koji a')).toEqual({ value: { nvr: 'sudo-1.9.15-5.p5.fc41', epoch: null }, at: 5 });
    expect(await later.read('koji b')).toEqual({ value: undefined, at: 6 });
    expect(await later.read('koji c')).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('are one file a key, named by the SHA-256 of the key, and nothing else is left', async () => {
    await open().write('koji a', { value: 1, at: 5 });
    expect(await readdir(folder)).toEqual([FILE]);
    expect(JSON.parse(await readFile(join(folder, FILE), 'utf8'))).toEqual({ key: 'koji a', at: 5, value: 1 });
  });

  it('are replaced', async () => {
    const store = open();
    await store.write('koji a', { value: 1, at: 5 });
    await store.write('koji a', { value: 2, at: 6 });
    expect(await store.read('koji a')).toEqual({ value: 2, at: 6 });
  });

  it.each([
    ['empty', ''],
    ['cut off', '{"key":"koji a","at":5,"val'],
    ['of another key', '{"key":"koji b","at":5,"value":1}'],
    ['without age', '{"key":"koji a","value":1}'],
    ['no object', '[]'],
  ])('%s are not there', async (_, text) => {
    await open().write('koji a', { value: 1, at: 5 });
    await writeFile(await onlyFile(), text);
    expect(await open().read('koji a')).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('too long are neither kept nor read', async () => {
    const store = open();
    const long = 'x'.repeat(4 * 1024 * 1024);
    await store.write('koji a', { value: long, at: 5 });
    expect(await store.read('koji a')).toBeUndefined();
    await store.write('koji a', { value: 1, at: 5 });
    await writeFile(await onlyFile(), JSON.stringify({ key: 'koji a', at: 5, value: long }));
    expect(await store.read('koji a')).toBeUndefined();
  });

  it('by the hundred at once are all kept', async () => {
    const store = open();
    const keys = Array.from({ length: 300 }, (_, number) => `koji ${number}`);
    await Promise.all(keys.map((key, at) => store.write(key, { value: key, at })));
    expect(await Promise.all(keys.map(key => store.read(key)))).toEqual(keys.map((value, at) => ({ value, at })));
  });
});

describe('a folder that cannot be used', () => {
  it('is told once and stops nobody', async () => {
    await writeFile(join(root, 'not'), 'a file');
    const store = open();
    await store.write('koji a', { value: 1, at: 5 });
    await store.write('koji b', { value: 1, at: 5 });
    expect(await store.read('koji a')).toBeUndefined();
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^.*yet: answers of services cannot be kept \(ENOTDIR: /);
  });

  it('taken away meanwhile is made again', async () => {
    const store = open();
    await store.write('koji a', { value: 1, at: 5 });
    await rm(folder, { recursive: true });
    await store.write('koji a', { value: 2, at: 6 });
    expect(await store.read('koji a')).toEqual({ value: 2, at: 6 });
    expect(errors).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('that is only readable still answers', async () => {
    await open().write('koji a', { value: 1, at: 5 });
    await chmod(folder, 0o500);
    const store = open();
    await store.write('koji b', { value: 1, at: 5 });
    expect(errors).toHaveLength(1);
    expect(await store.read('koji a')).toEqual({ value: 1, at: 5 });
  });
});

describe('the number of files', () => {
  const put = async (name: string, age: number) => {
    await mkdir(folder, { recursive: true });
    const seconds = (NOW - age) / 1000;
    await writeFile(join(folder, name), '{}');
    await utimes(join(folder, name), seconds, seconds);
  };
  const names = async () => (await readdir(folder)).sort();

  it('stays bounded: unused for 60 days, left half written, and beyond the limit is deleted', async () => {
    await put('old.json', 61 * DAY);
    await put('young.json', 59 * DAY);
    await put('half.json.1.tmp', 2 * 3_600_000);
    await put('writing.json.2.tmp', 60_000);
    await open().write('koji a', { value: 1, at: 5 });
    expect(await names()).toEqual([FILE, 'writing.json.2.tmp', 'young.json']);
    await open({ maxFiles: 2 }).write('koji a', { value: 1, at: 5 });
    expect(await names()).toEqual([FILE, 'writing.json.2.tmp']);
  });

  it('is looked at once a process', async () => {
    const store = open();
    await store.write('koji a', { value: 1, at: 5 });
    await put('old.json', 61 * DAY);
    await store.write('koji a', { value: 2, at: 6 });
    expect(await names()).toEqual([FILE, 'old.json']);
  });

  it('what is read counts as used', async () => {
    const writer = open();
    await writer.write('koji a', { value: 1, at: 5 });
    const seconds = (NOW - 50 * DAY) / 1000;
    await utimes(await onlyFile(), seconds, seconds);
    await open().read('koji a');
    expect((await stat(await onlyFile())).mtimeMs).toBe(NOW);
  });
});
