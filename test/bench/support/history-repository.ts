/** A git repository with years of a stream: base locks that are bumped and overrides that come and go, by `git fast-import`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { runGit } from '../../support/git';
import { BASE_PACKAGES, packages } from './inputs';

export const HISTORY_COMMITS = 3000;

/** Locked, updated often and overridden now and then. */
export const HISTORY_PACKAGE = 'package-00120';

/** Committer date of the first commit, Unix seconds: 2022-01-01. */
export const HISTORY_BEGINS = 1_640_995_200;

const STEP = 6 * 3600;

/** Two of three commits bump base locks, as the project's bot does; the third changes overrides. On branch `testing-devel`, checked out. */
export async function writeHistory(folder: string, commits = HISTORY_COMMITS): Promise<void> {
  mkdirSync(folder, { recursive: true });
  runGit(folder, ['init', '--quiet', '--initial-branch=testing-devel']);
  const git = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(git, 'close');
  for (const text of stream(commits)) if (!git.stdin.write(text)) await once(git.stdin, 'drain');
  git.stdin.end();
  await finished(git.stdin);
  await ended;
  runGit(folder, ['checkout', '--quiet', '--force', 'testing-devel']);
}

function* stream(commits: number): Generator<string> {
  const locked = packages(BASE_PACKAGES);
  const bumps = new Map<number, number>();
  const overridden = new Set<string>();
  for (let i = 0; i < commits; i++) {
    yield `commit refs/heads/testing-devel\ncommitter config <config@localhost> ${HISTORY_BEGINS + i * STEP} +0000\n`;
    if (i % 3 < 2) {
      yield data('lockfiles: bump to latest');
      if (i === 0) yield file('manifest.yaml', 'releasever: 40\nvariables:\n  stream: testing-devel\n');
      for (const step of [7, 31, 97, 120]) bumps.set((i * step) % BASE_PACKAGES, i);
      if (i % 20 === 0) bumps.set(120, i);
      const entries = locked.map(({ name, evr, source }, n) => {
        const version = bumps.has(n) ? `${bumps.get(n)}.${evr}` : evr;
        return `    "${name}": {\n      "evra": "${version}.x86_64",\n      "metadata": {\n        "sourcerpm": "${source}"\n      }\n    }`;
      });
      const generated = `    "generated": "2024-10-20T00:00:00Z"`;
      const lock = `{\n  "packages": {\n${entries.join(',\n')}\n  },\n  "metadata": {\n${generated}\n  }\n}\n`;
      yield file('manifest-lock.x86_64.json', lock);
    } else {
      yield data('overrides: fast-track');
      const name = i % 9 === 2 ? HISTORY_PACKAGE : (locked[(i * 13) % BASE_PACKAGES]?.name ?? '');
      if (!overridden.delete(name)) overridden.add(name);
      if (overridden.size > 12) overridden.clear();
      const lines = [...overridden].sort().map(one => {
        return `  ${one}:\n    evr: 90.${i}-1.fc40\n    metadata:\n      reason: https://example.com/${i}\n      type: fast-track\n`;
      });
      yield file(
        'manifest-lock.overrides.yaml',
        lines.length === 0 ? 'packages: {}\n' : `packages:\n${lines.join('')}`,
      );
    }
  }
}

function file(path: string, text: string): string {
  return `M 100644 inline ${path}\n${data(text)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
