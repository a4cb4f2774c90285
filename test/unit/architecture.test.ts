import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(__dirname, '../..');

/** Which folders of server/ each folder may import from, besides itself. `.` is the entry points and protocol.ts. */
const ALLOWED: Record<string, readonly string[]> = {
  rpm: [],
  http: [],
  git: [],
  lockfile: ['rpm'],
  rpmmd: ['rpm', 'http'],
  koji: ['rpm', 'http'],
  bodhi: ['rpm', 'http'],
  builds: ['rpm', 'http'],
  'config-repo': ['rpm', 'git', 'lockfile', 'rpmmd'],
  services: ['rpm', 'http', 'lockfile', 'koji', 'bodhi', 'builds', 'config-repo'],
  operations: ['rpm', 'git', 'http', 'lockfile', 'rpmmd', 'koji', 'bodhi', 'builds', 'config-repo', 'services'],
  rules: [
    'rpm',
    'git',
    'http',
    'lockfile',
    'rpmmd',
    'koji',
    'bodhi',
    'builds',
    'config-repo',
    'services',
    'operations',
  ],
};
const EVERYTHING = [...Object.keys(ALLOWED), 'protocol'];

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(ROOT, folder, name));
}

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1] ?? '');
}

/** `rules/syntax.ts` is `rules`; `protocol.ts` is `protocol`; other top files are `.`. */
function folderOf(file: string): string {
  const parts = relative(join(ROOT, 'server'), file).split(sep);
  if (parts.length > 1) return parts[0] ?? '';
  return /^protocol(\.ts)?$/.test(parts[0] ?? '') ? 'protocol' : '.';
}

describe('dependencies point one way', () => {
  for (const file of sources('server')) {
    const from = folderOf(file);
    it(relative(ROOT, file), () => {
      const allowed = new Set([from, ...(ALLOWED[from] ?? EVERYTHING), ...(from === '.' ? ['lsp', 'cli'] : [])]);
      for (const name of imports(file)) {
        if (name.startsWith('.')) {
          const target = folderOf(join(dirname(file), name));
          if (from === 'protocol') expect(target, 'the protocol stands alone').toBe('protocol');
          expect([...allowed], `${from} must not import ${target}`).toContain(target);
        } else if (ALLOWED[from]) {
          expect(name, 'only lsp/ and the entry points know LSP').not.toMatch(/^vscode-languageserver/);
        }
        expect(name, 'the server knows no VS Code').not.toBe('vscode');
      }
    });
  }

  for (const file of sources('client')) {
    it(relative(ROOT, file), () => {
      for (const name of imports(file)) {
        if (!name.startsWith('.')) continue;
        const target = relative(ROOT, join(dirname(file), name));
        if (target.startsWith('server')) expect(target).toBe(join('server', 'protocol'));
      }
    });
  }
});

describe('everything but lsp/, cli/ and the entry points is free of process output', () => {
  for (const file of sources('server').filter(name => folderOf(name) in ALLOWED)) {
    it(relative(ROOT, file), () => {
      expect(readFileSync(file, 'utf8')).not.toMatch(/process\.(stdout|stderr|exit)\b|console\./);
    });
  }
});
