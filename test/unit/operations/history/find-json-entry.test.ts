import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryFact, parsedFact } from '../../../../server/operations/history/entry-fact';
import { findJsonEntry } from '../../../../server/operations/history/find-json-entry';
import { itShared, shared } from '../../../support/shared';

function found(text: string, name = 'podman'): string | undefined {
  const bytes = Buffer.from(text);
  const span = findJsonEntry(bytes, name);
  return typeof span === 'object' ? bytes.toString('utf8', span.start, span.end) : span;
}

const LOCK = `{
  "packages": {
    "bash": {
      "evra": "5.2.26-3.fc40.x86_64"
    },
    "podman": {
      "evra": "5:5.2.4-1.fc40.x86_64",
      "metadata": {
        "sourcerpm": "podman"
      }
    }
  },
  "metadata": {
    "generated": "2024-10-20T00:00:00Z",
    "rpmmd_repos": {
      "fedora": {
        "generated": "2024-10-20T00:00:00Z"
      }
    }
  }
}
`;

describe('findJsonEntry', () => {
  it('finds the value of an entry, and that there is none', () => {
    expect(found(LOCK, 'bash')).toBe('{\n      "evra": "5.2.26-3.fc40.x86_64"\n    }');
    expect(JSON.parse(found(LOCK) ?? '')).toEqual({
      evra: '5:5.2.4-1.fc40.x86_64',
      metadata: { sourcerpm: 'podman' },
    });
    expect(found(LOCK, 'pod')).toBe('absent');
    expect(found(LOCK, 'podman2')).toBe('absent');
    expect(found('{}')).toBe('absent');
    expect(found('{"packages":{}}')).toBe('absent');
    expect(found('{"packages":"podman"}')).toBe('absent');
  });

  it('takes keys only where they are packages', () => {
    for (const name of ['evra', 'metadata', 'sourcerpm', 'generated', 'rpmmd_repos', 'fedora', 'packages']) {
      expect(found(LOCK, name)).toBe('absent');
    }
    expect(found('{"metadata":{"podman":{}},"packages":{"bash":{"podman":"x"}}}')).toBe('absent');
  });

  it('has the last of duplicates', () => {
    expect(found('{"packages":{"podman":{"evr":"1-1"},"podman":"x"}}')).toBe('"x"');
    expect(found('{"packages":{"podman":{"evr":"1-1"}},"packages":{}}')).toBe('absent');
    expect(found('{"packages":{"podman":"1"},"packages":{"podman":"2"}}')).toBe('"2"');
  });

  it('leaves to the parser whatever is broken or not plain', () => {
    for (const text of [
      '',
      ' ',
      '"packages"',
      '[]',
      '{"packages":{"podman":{"evr":"1-1"}}',
      '{"packages":{"podman":{"evr":"1-1"}}}}',
      '{"packages":{"podman":{"evr":"1-1"},}}',
      '{"packages":{"podman":{"evr":"1-1"} "bash":{}}}',
      '{"packages":{"podman" {"evr":"1-1"}}}',
      '{"packages":{"podman":{"evr":1}}}',
      '{"packages":null}',
      '{"packages":["podman"]}',
      '{"packages":{"p\\u006fdman":{"evr":"1-1"}}}',
      '{"packages":{"p\u00f6dman":{}}}',
      '{"packages":{"pod\nman":{}}}',
      '{"packages":{}} // comment',
      `${'{"packages":'.repeat(20)}"x"${'}'.repeat(20)}`,
    ]) {
      expect(found(text), text).toBeUndefined();
    }
    // every beginning of a lock is broken
    for (let end = 0; end < LOCK.length - 2; end++) expect(found(LOCK.slice(0, end))).toBeUndefined();
  });

  it('agrees with the parser where one character of a lock is another', () => {
    const characters = ['"', '{', '}', ',', ':', ' ', 'x', '\\', '\n', '[', '\u0001', '\u00e9'];
    let checked = 0;
    for (let at = 0; at < LOCK.length; at++) {
      for (const character of characters) {
        const bytes = Buffer.from(LOCK.slice(0, at) + character + LOCK.slice(at + 1));
        expect(entryFact(bytes, 'json', 'podman')).toEqual(parsedFact(bytes, 'json', 'podman'));
        checked++;
      }
    }
    expect(checked).toBe(characters.length * LOCK.length);
  });

  itShared('agrees with the parser on every real base lock', () => {
    const folder = shared('data/lockfiles/base');
    const files = readdirSync(folder).filter(name => name.endsWith('.json'));
    const names = ['podman', 'kernel', 'bash', 'zincati', 'NetworkManager', 'microcode_ctl', 'ostree-grub2', 'nothing'];
    let plain = 0;
    for (const file of files) {
      const bytes = readFileSync(join(folder, file));
      if (findJsonEntry(bytes, 'kernel') !== undefined) plain++;
      for (const name of names) {
        expect(entryFact(bytes, 'json', name), `${file} ${name}`).toEqual(parsedFact(bytes, 'json', name));
      }
    }
    expect(files.length).toBeGreaterThan(250);
    // what it is for: the parser is hardly ever needed
    expect(plain / files.length).toBeGreaterThan(0.95);
  });
});
