import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isObjectId, parseCommit, parseTree } from '../../../server/git/object';
import { gitEnvironment } from '../../support/git';
import { repository } from './support';

const ID = '0123456789012345678901234567890123456789';

it('knows full ids', () => {
  expect(isObjectId(ID)).toBe(true);
  expect(isObjectId('a'.repeat(64))).toBe(true);
  for (const text of ['', 'HEAD', ID.slice(1), `${ID}a`, `${ID}^`, ID.replace('0', '-'), `${ID}\n`]) {
    expect(isObjectId(text), text).toBe(false);
  }
});

describe('parseTree', () => {
  it.each(['sha1', 'sha256'] as const)('reads what git ls-tree shows (%s)', objectFormat => {
    const made = repository({ objectFormat });
    symlinkSync('b.txt', join(made.folder, 'link'));
    made.commit({ 'ä b.txt': 'x', 'b.txt': 'y', 'dir/c': 'z' }, 'files');
    const raw = execFileSync('git', ['cat-file', 'tree', 'HEAD:'], { cwd: made.folder, env: gitEnvironment() });
    const items = parseTree(raw, objectFormat === 'sha1' ? 20 : 32);
    const shown = made.git('ls-tree', '-z', 'HEAD').split('\0').filter(Boolean);
    expect([...items].map(([name, item]) => `${item.id}\t${name}`)).toEqual(
      shown.map(line => line.replace(/^\d+ \w+ /, '')),
    );
    expect(Object.fromEntries([...items].map(([name, { kind }]) => [name, kind]))).toEqual({
      'ä b.txt': 'file',
      'b.txt': 'file',
      dir: 'folder',
      link: 'link',
    });
  });

  it('refuses what is cut off', () => {
    expect(parseTree(Buffer.alloc(0), 20).size).toBe(0);
    for (const text of ['100644', '100644 name', '100644 name\0short', 'x']) {
      expect(() => parseTree(Buffer.from(text), 20), text).toThrow('damaged tree');
    }
  });
});

describe('parseCommit', () => {
  const commit = (header: string, message: string, encoding: BufferEncoding = 'utf8') =>
    parseCommit(
      ID,
      Buffer.from(
        `tree ${ID}\n${header}author A <a@b> 1 +0000\ncommitter C > D <c@d> 1729726609 -0330\n${message}`,
        encoding,
      ),
    );

  it('reads parents, date and subject', () => {
    expect(commit(`parent ${ID}\nparent ${'a'.repeat(40)}\n`, '\nlockfiles: bump to latest \nmore\n')).toEqual({
      id: ID,
      parents: [ID, 'a'.repeat(40)],
      committed: 1_729_726_609,
      subject: 'lockfiles: bump to latest',
    });
    expect(commit('', '\n\n\n  first \nsecond').subject).toBe('first');
    expect(commit('', '').subject).toBe('');
    expect(commit('', '\n').subject).toBe('');
  });

  it('does not take a signature or a message for a header', () => {
    const signature = 'gpgsig -----BEGIN\n parent x\n committer x <x@y> 1 +0000\n';
    const read = commit('', `${signature}\nparent ${ID}\nparent ${ID}`);
    expect(read).toMatchObject({ parents: [], subject: `parent ${ID}` });
  });

  it('reads messages in the encoding the commit names', () => {
    expect(commit('', 'encoding ISO-8859-1\n\nBüro', 'latin1').subject).toBe('Büro');
    expect(commit('', 'encoding no-such\n\nBüro').subject).toBe('Büro');
  });

  it('refuses what has no committer', () => {
    expect(() => parseCommit(ID, Buffer.from(`tree ${ID}\n\nx`))).toThrow(`${ID} is a damaged commit object`);
  });
});
