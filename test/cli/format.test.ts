import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OVERRIDES_HEADER } from '../../server/lockfile/header';
import { cli } from '../support/cli';
import { useExample } from '../support/example';

const example = useExample();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'manifest-lock-format-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

const RAW = `packages:
  podman: # held
    evr: "5:5.2.4-1.fc40"
  runc: {evr: '2:1.1.12-3.fc40'}
`;
const CANONICAL = `${OVERRIDES_HEADER}
packages:
  podman:
    evr: 5:5.2.4-1.fc40
  runc:
    evr: 2:1.1.12-3.fc40
`;

describe('format', () => {
  it('writes the canonical form and names every comment that is lost', async () => {
    const name = file('raw.yaml', RAW);
    const { status, stdout, stderr } = await cli(['format', name], { cwd: folder });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'raw.yaml\n',
      stderr: 'raw.yaml:2: the comment is lost: held\n',
    });
    expect(textOf(name)).toBe(CANONICAL);
    expect(await cli(['format', name], { cwd: folder })).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('writes nothing with --check, and ends with 1 where it would', async () => {
    const name = file('checked.yaml', RAW);
    file('tidy.yaml', CANONICAL);
    const result = await cli(['format', '--check', '--format', 'json', name, 'tidy.yaml'], { cwd: folder });
    expect(result.status).toBe(1);
    expect(JSON.parse(result.stdout)).toEqual({
      changed: ['checked.yaml'],
      lostComments: [{ file: 'checked.yaml', line: 1, text: 'held' }],
      written: false,
    });
    expect(textOf(name)).toBe(RAW);
    expect((await cli(['format', '--check', 'tidy.yaml'], { cwd: folder })).status).toBe(0);
  });

  it('writes none of the files where one is refused', async () => {
    file('first.yaml', RAW);
    file('second.yaml', 'packages:\n  a:\n    evr: 1.10\n');
    const { status, stdout, stderr } = await cli(['format', 'first.yaml', 'second.yaml'], { cwd: folder });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      'manifest-lock format: nothing is written: second.yaml:3:10: 1.10 would become something else: readers take it for a number, so quote it\n',
    );
    expect(textOf('first.yaml')).toBe(RAW);
  });

  it('takes the overrides of the repository, base locks never', async () => {
    const all = await example.run(['format', '--check', '--format', 'json']);
    expect(JSON.parse(all.stdout).changed.every((path: string) => path.includes('.overrides.'))).toBe(true);
    const base = await example.run(['format', 'manifest-lock.x86_64.json']);
    expect(base.status).toBe(2);
    expect(base.stderr).toContain('manifest-lock.x86_64.json:1:1: the canonical form is YAML, and this file is JSON');
  });
});
